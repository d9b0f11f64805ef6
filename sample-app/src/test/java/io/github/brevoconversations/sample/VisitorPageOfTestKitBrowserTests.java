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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServerConfiguration;
import io.github.brevoconversations.test.StoredMessage;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which a developer writes as a visitor, which
 * {@link BrevoConversationsServerConfiguration} brings, as it is used in a browser.
 */
class VisitorPageOfTestKitBrowserTests extends AbstractBrowserTests {

	private ConfigurableApplicationContext application;

	private BrevoConversationsServer brevo;

	@BeforeEach
	void startApplication() {
		this.application = new SpringApplicationBuilder(Shop.class, BrevoConversationsServerConfiguration.class)
			.run("--server.port=0", "--spring.config.name=none", "--brevo.api-key=unused");
		this.brevo = this.application.getBean(BrevoConversationsServer.class);
		browser.size(1280, 800);
		browser.go(page());
	}

	@AfterEach
	void stopApplication() {
		this.application.close();
		browser.closeOtherTabs();
		assertThat(browser.errors()).noneMatch((error) -> error.contains("Content Security Policy"));
	}

	@Test
	void showsTheApplicationsReplyToWhatAVisitorWrites() {
		assertThat(browser.title()).isEqualTo("Visitor");
		browser.click("#text");
		browser.type("One", Keys.chord(Keys.SHIFT, Keys.ENTER), "two", Keys.ENTER);
		browser.until(() -> browser.text("#lines li:last-child").contains("You said: One\ntwo"));
		assertThat(browser.text("#lines li.visitor")).isEqualTo("One\ntwo");
		assertThat(browser.text("#state")).isEmpty();
		assertThat(browser.find("#text").getAttribute("value")).isEmpty();
		assertThat(browser.duplicateIds()).isEmpty();
	}

	@Test
	void isAVisitorOfItsOwnInEachTab() {
		browser.type("From the first", Keys.ENTER);
		browser.until(() -> browser.count("#lines li") == 2);
		browser.newTab();
		browser.go(page());
		assertThat(browser.count("#lines li")).isZero();
		browser.type("From the second", Keys.ENTER);
		browser.until(() -> browser.text("#lines li:last-child").contains("You said: From the second"));
		assertThat(browser.text("#lines")).doesNotContain("From the first");
		browser.go(page());
		browser.until(() -> browser.text("#lines").contains("From the second"));
	}

	@Test
	void showsMarkupAsText() {
		String hostile = "<img src=x onerror='window.harmed = true'> \u202e\u200b \ud83d\ude00";
		browser.script("""
				document.getElementById('text').value = arguments[0];
				document.getElementById('form').requestSubmit()""", hostile);
		browser.until(() -> browser.count("#lines li") == 2);
		assertThat(browser.script("return document.querySelector('#lines .visitor').textContent")).isEqualTo(hostile);
		assertThat(browser.has("#lines img")).isFalse();
		assertThat(browser.script("return window.harmed")).isNull();
	}

	@Test
	void keepsWhatIsWrittenWhileTheApplicationIsAwayAndSaysSo() {
		this.application.close();
		browser.type("Anybody there?", Keys.ENTER);
		browser.until(() -> browser.text("#state").contains("The application is not running."));
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("Anybody there?");
	}

	@Test
	void keepsATextThatIsTooLongAndSaysSo() {
		browser.script("""
				document.getElementById('text').value = 'x'.repeat(2000000);
				document.getElementById('form').requestSubmit()""");
		browser.until(() -> browser.text("#state").contains("too long"));
		assertThat((Long) browser.script("return document.getElementById('text').value.length")).isEqualTo(2_000_000);
		assertThat(browser.has("#lines li")).isFalse();
	}

	@Test
	void sendsInTheOrderInWhichSomebodyTypesFast() {
		for (String text : List.of("A", "B", "C", "D")) {
			browser.type(text, Keys.ENTER);
		}
		browser.until(() -> browser.count("#lines li") == 8);
		String visitor = String.valueOf(browser.script("return sessionStorage.visitor"));
		assertThat(this.brevo.messages(visitor).stream().filter((message) -> message.agentId() == null))
			.extracting(StoredMessage::text)
			.containsExactly("A", "B", "C", "D");
	}

	@Test
	void isAccessible() throws IOException {
		browser.type("Hello", Keys.ENTER);
		browser.until(() -> browser.count("#lines li") == 2);
		browser.script(new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8));
		for (String scheme : List.of("light", "dark")) {
			browser.colorScheme(scheme);
			for (int width : new int[] { 1280, 320 }) {
				browser.size(width, 640);
				assertThat((List<?>) browser
					.script("return axe.run().then((results) => results.violations.map((violation) => violation.id))"))
					.isEmpty();
				assertThat((Boolean) browser.script("return document.documentElement.scrollWidth <= innerWidth"))
					.isTrue();
			}
		}
	}

	private String page() {
		return this.brevo.baseUrl().replace("/v3", "/visitor");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OwnEventLoops.class)
	static class Shop {

		@Bean
		ConversationEventHandler echo(ConversationsClient client) {
			return (event) -> (event instanceof ConversationEvent.VisitorMessageReceived received) ? client
				.sendMessage(received.reply("You said: " + text(received.message()), AgentIdentity.ofId("liz")))
				.then() : Mono.empty();
		}

		private static String text(ConversationsMessage message) {
			return String.valueOf(message.text());
		}

	}

}
