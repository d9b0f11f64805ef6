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

import java.util.stream.IntStream;

import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what counts as read is what somebody could see.
 */
class DeskSeenBrowserTests extends AbstractDeskBrowserTests {

	private static final String IN_VIEW = """
			const log = document.getElementById('log').getBoundingClientRect();
			const box = [...document.querySelectorAll('#messages .from-visitor')].pop().getBoundingClientRect();
			return box.top >= log.top && box.bottom <= log.bottom + 1""";

	@Test
	void showsAMessageThatComesAfterWhatWasNotSent() {
		this.brevo.fail(Fault.status(400));
		browser.click("#text");
		IntStream.range(0, 6).forEach((i) -> submit("Out\n\n\n" + i));
		browser.until(() -> browser.count("#messages .is-failed") == 6);
		this.brevo.visitor(this.visitor).writes("Still there?");
		browser.until(() -> browser.text("#messages").contains("Still there?"));
		assertThat(browser.script(IN_VIEW)).isEqualTo(true);
		browser.until(() -> browser.text("#c-" + this.visitor).contains("Still there?"));
		assertThat(browser.text("#c-" + this.visitor)).contains("not sent", "waits").doesNotContain("Out");
	}

	@Test
	void marksAMessageThatComesOutOfView() {
		this.brevo.fail(Fault.hang());
		browser.click("#text");
		IntStream.range(0, 6).forEach((i) -> submit("Under way\n\n\n\n" + i));
		browser.until(() -> browser.count("#messages .is-sending:not([data-local])") == 6);
		this.brevo.visitor(this.visitor).writes("Still there?");
		browser.until(() -> browser.find("#new-below").isDisplayed());
		assertThat(browser.text("#new-below")).isEqualTo("One new message");
		browser.until(() -> browser.title().startsWith("("));
		assertThat(browser.find("#c-" + this.visitor).getAttribute("data-unread")).isEqualTo("1");
		browser.click("#new-below");
		browser.until(() -> !browser.find("#new-below").isDisplayed());
		assertThat(browser.script(IN_VIEW)).isEqualTo(true);
		browser.until(() -> "0".equals(browser.find("#c-" + this.visitor).getAttribute("data-unread")));
	}

}
