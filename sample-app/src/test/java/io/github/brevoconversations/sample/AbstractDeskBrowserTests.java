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

import java.time.Duration;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test with a browser in which a conversation with a visitor is open. Each class has a
 * desk of its own: the conversations that other tests left would be in the way.
 */
@DeskTest
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
abstract class AbstractDeskBrowserTests extends AbstractBrowserTests {

	static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	@Autowired
	BrevoConversationsServer brevo;

	@Autowired
	Desk desk;

	@Autowired
	Agents agents;

	@Autowired
	TroubleMaker troubleMaker;

	@LocalServerPort
	int port;

	String visitor;

	@BeforeEach
	void openConversation() {
		browser.size(1280, 800);
		this.visitor = hears("Ada Okafor", "Hello");
		browser.open(url(this.visitor));
	}

	@AfterEach
	void tidyUp() {
		assertThat(browser.duplicateIds()).isEmpty();
		this.troubleMaker.make(Trouble.NONE);
		browser.closeOtherTabs();
		assertThat(browser.errors()).noneMatch((error) -> error.contains("Content Security Policy"));
		this.agents.all().forEach((agent) -> this.desk.setActive(agent, false).block(TIME_LIMIT));
	}

	/**
	 * Let a visitor write, and wait until the desk has heard of it.
	 * @return the visitor's id
	 */
	String hears(String name, String text) {
		return http().hears(this.brevo, name, text);
	}

	DeskHttp http() {
		return new DeskHttp(this.port);
	}

	/**
	 * Send what no keyboard can type, or not in a reasonable time.
	 */
	void submit(String text) {
		browser.script("""
				const field = document.getElementById('text');
				field.value = arguments[0];
				field.dispatchEvent(new Event('input', { bubbles: true }));
				document.getElementById('composer').requestSubmit()""", text);
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	String url(String visitor) {
		return url() + "/conversations/" + visitor;
	}

}
