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

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how the desk tells somebody who looks elsewhere that there is something new,
 * and only then.
 */
class DeskSoundBrowserTests extends AbstractDeskBrowserTests {

	/**
	 * Counts in all tabs how often it rings, in place of a sound.
	 */
	private static final String COUNTER = """
			window.AudioContext = class {
				destination = {};
				currentTime = 0;
				resume() {
					return Promise.resolve();
				}
				close() {
				}
				createGain() {
					return { connect: (other) => other, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} } };
				}
				createOscillator() {
					const start = () => localStorage.setItem('rings', Number(localStorage.getItem('rings')) + 1);
					return { connect: (other) => other, frequency: {}, start: start, stop() {} };
				}
			}""";

	@BeforeEach
	void switchOff() {
		browser.script("localStorage.clear()");
		openWithCounter(this.visitor);
	}

	@Test
	void isOffUnlessSomebodySwitchesItOn() {
		assertThat(browser.text("#sound")).isEqualTo("Sound off");
		writesAnew("Bo");
		assertThat(rings()).isZero();
		browser.click("#sound");
		browser.until(() -> rings() == 1);
		writesAnew("Cy");
		browser.until(() -> rings() == 2);
		openWithCounter(this.visitor);
		assertThat(browser.text("#sound")).isEqualTo("Sound on");
		assertThat(rings()).isEqualTo(2);
		browser.click("#sound");
		writesAnew("Di");
		assertThat(rings()).isEqualTo(2);
	}

	@Test
	void isOnlyForWhatAVisitorWrites() {
		browser.click("#sound");
		browser.until(() -> rings() == 1);
		browser.click("#text");
		browser.type("Here you are", Keys.ENTER);
		browser.until(() -> browser.text("#c-" + this.visitor).contains("answered"));
		http().post("/conversations/" + this.visitor + "/messages", DeskHttp.draft("automated", "On its way"), 202);
		browser.until(() -> browser.text("#c-" + this.visitor).contains("On its way"));
		assertThat(rings()).isOne();
	}

	@Test
	void isThereAlthoughSomethingElseWasReadMeanwhile() {
		String bo = hears("Bo", "Hello");
		browser.until(() -> "1".equals(unread(bo)));
		browser.click("#sound");
		browser.until(() -> rings() == 1);
		browser.script("""
				window.held = (event) => event.detail.target.id === 'list' && event.preventDefault();
				document.body.addEventListener('htmx:beforeRequest', window.held)""");
		http().post("/conversations/" + bo + "/read", 204);
		String cy = hears("Cy", "Hello");
		browser.script("""
				document.body.removeEventListener('htmx:beforeRequest', window.held);
				document.body.dispatchEvent(new CustomEvent('desk-list'))""");
		browser.until(() -> "1".equals(unread(cy)) && "0".equals(unread(bo)));
		browser.until(() -> rings() == 2);
	}

	@Test
	void comesFromOneOfManyTabs() {
		browser.click("#sound");
		browser.until(() -> rings() == 1);
		for (int i = 1; i < 4; i++) {
			browser.newTab();
			openWithCounter(this.visitor);
		}
		String bo = hears("Bo", "Hello");
		for (int i = 0; i < 4; i++) {
			browser.tab(i);
			browser.until(() -> "1".equals(unread(bo)));
		}
		browser.until(() -> rings() == 2);
		browser.script("return navigator.locks.request('desk-sound', () => true)");
		assertThat(rings()).isEqualTo(2);
	}

	private void openWithCounter(String visitor) {
		browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", COUNTER));
		browser.open(url(visitor));
	}

	private void writesAnew(String name) {
		String id = hears(name, "Hello");
		browser.until(() -> "1".equals(unread(id)));
	}

	private static String unread(String visitor) {
		return String
			.valueOf(browser.script("return document.getElementById(arguments[0])?.dataset.unread", "c-" + visitor));
	}

	private static long rings() {
		return (Long) browser.script("return Number(localStorage.getItem('rings'))");
	}

}
