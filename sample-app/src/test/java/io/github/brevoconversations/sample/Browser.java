/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.brevoconversations.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser that has the desk open.
 */
final class Browser implements AutoCloseable {

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File DRIVER = new File("/usr/bin/chromedriver");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Path profile;

	private final ChromeDriver driver;

	private Browser(Path profile, ChromeDriver driver) {
		this.profile = profile;
		this.driver = driver;
	}

	/**
	 * Open a browser, or skip the test where there is none, unless the system property
	 * {@code browser.required} says that there must be one.
	 */
	static Browser start() {
		boolean installed = CHROMIUM.canExecute() && DRIVER.canExecute();
		String message = "No browser: %s and %s are needed (Debian's packages chromium and chromium-driver)"
			.formatted(CHROMIUM, DRIVER);
		if (Boolean.getBoolean("browser.required")) {
			assertThat(installed).as(message).isTrue();
		}
		Assumptions.assumeTrue(installed, message);
		try {
			Path profile = Files.createTempDirectory("desk-browser");
			ChromeOptions options = new ChromeOptions();
			options.setBinary(CHROMIUM);
			options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-GB",
					"--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile);
			ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER)
				.usingAnyFreePort()
				.build();
			Browser browser = new Browser(profile, new ChromeDriver(service, options));
			browser.size(1280, 900);
			return browser;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Open the desk and wait until it has shown that its stream of events is open.
	 */
	Browser open(String url) {
		this.driver.get(url);
		until(() -> (Boolean) script("return document.documentElement.dataset.connected === 'true'"));
		script("window.neverReloaded = true");
		return this;
	}

	void go(String url) {
		this.driver.get(url);
	}

	String title() {
		return this.driver.getTitle();
	}

	boolean wasReloaded() {
		return !Boolean.TRUE.equals(script("return window.neverReloaded"));
	}

	/**
	 * Turn to another tab, in the order in which they were opened.
	 */
	void tab(int number) {
		this.driver.switchTo().window(List.copyOf(this.driver.getWindowHandles()).get(number));
	}

	/**
	 * Close all tabs but the first.
	 */
	void closeOtherTabs() {
		List<String> tabs = List.copyOf(this.driver.getWindowHandles());
		for (String tab : tabs.subList(1, tabs.size())) {
			this.driver.switchTo().window(tab).close();
		}
		this.driver.switchTo().window(tabs.get(0));
	}

	void newTab() {
		this.driver.switchTo().newWindow(WindowType.TAB);
	}

	/**
	 * Set the size of the page, which unlike that of the window may be a phone's.
	 */
	void size(int width, int height) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void colorScheme(String scheme) {
		media("prefers-color-scheme", scheme);
	}

	/**
	 * Set what style sheets may ask for, in place of what was set before.
	 */
	void media(String feature, String value) {
		command("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	void command(String name, Map<String, Object> parameters) {
		this.driver.executeCdpCommand(name, parameters);
	}

	Object script(String script, Object... arguments) {
		return ((JavascriptExecutor) this.driver).executeScript(script, arguments);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	int count(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).size();
	}

	boolean has(String selector) {
		return !this.driver.findElements(By.cssSelector(selector)).isEmpty();
	}

	/**
	 * Return the text of an element, or an empty one if there is no such element.
	 */
	String text(String selector) {
		try {
			return find(selector).getText();
		}
		catch (NoSuchElementException | StaleElementReferenceException ex) {
			return "";
		}
	}

	/**
	 * Click on an element, once it is there.
	 */
	void click(String selector) {
		until(() -> {
			find(selector).click();
			return true;
		});
	}

	/**
	 * Click on the link that has a text in it, once it is there.
	 */
	void clickLink(String text) {
		until(() -> {
			this.driver.findElement(By.partialLinkText(text)).click();
			return true;
		});
	}

	void type(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	String focused() {
		return this.driver.switchTo().activeElement().getAttribute("id");
	}

	void until(Supplier<Boolean> condition) {
		until(PATIENCE, condition);
	}

	void until(Duration patience, Supplier<Boolean> condition) {
		new WebDriverWait(this.driver, patience, Duration.ofMillis(50)).ignoring(NoSuchElementException.class)
			.ignoring(StaleElementReferenceException.class)
			.until((driver) -> condition.get());
	}

	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.map((entry) -> entry.getMessage())
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
		try {
			FileSystemUtils.deleteRecursively(this.profile);
		}
		catch (IOException ex) {
			// the next temporary directory has another name
		}
	}

}
