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
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
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

	private static final int MOST_STOPS = 60;

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
			browser.driver.manage().timeouts().pageLoadTimeout(PATIENCE);
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
		try {
			this.driver.get(url);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Not loaded: " + script(
					"""
							return [location.href, document.readyState, document.visibilityState,
								...performance.getEntriesByType('resource').map((entry) => `${entry.name} ${entry.responseEnd}`)]"""),
					ex);
		}
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

	/**
	 * Go on by keyboard until what has the focus matches a selector. All that has it on
	 * the way can be seen, and that it has the focus.
	 */
	void tabTo(String selector) {
		go(selector, Keys.TAB);
	}

	/**
	 * Go back by keyboard, likewise.
	 */
	void tabBackTo(String selector) {
		go(selector, Keys.chord(Keys.SHIFT, Keys.TAB));
	}

	private void go(String selector, CharSequence key) {
		for (int i = 0; i < MOST_STOPS; i++) {
			type(key);
			assertThat(script("""
					const element = document.activeElement;
					const box = element.getBoundingClientRect();
					const seen = element === document.body || (getComputedStyle(element).outlineStyle !== 'none'
						&& box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
					return seen ? null : element.outerHTML""")).isNull();
			if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", selector))) {
				return;
			}
		}
		throw new AssertionError("%s is not within %s stops".formatted(selector, MOST_STOPS));
	}

	/**
	 * Say yes to what the browser asks.
	 */
	void confirm() {
		until(() -> {
			this.driver.switchTo().alert().accept();
			return true;
		});
	}

	/**
	 * Set where the reader is.
	 */
	void timeZone(String id) {
		command("Emulation.setTimezoneOverride", Map.of("timezoneId", id));
	}

	void locale(String tag) {
		command("Emulation.setLocaleOverride", Map.of("locale", tag));
	}

	List<?> duplicateIds() {
		return (List<?>) script("""
				const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
				return ids.filter((id, index) => ids.indexOf(id) !== index)""");
	}

	void until(Supplier<Boolean> condition) {
		until(PATIENCE, condition);
	}

	void until(Duration patience, Supplier<Boolean> condition) {
		// what is looked at may be replaced at the same moment, or the page loaded again
		new WebDriverWait(this.driver, patience, Duration.ofMillis(50)).ignoring(WebDriverException.class)
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
