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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the desk shows times as the clock on the reader's wall does.
 */
class DeskTimesBrowserTests extends AbstractDeskBrowserTests {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK);

	@Autowired
	private Conversations conversations;

	@BeforeEach
	void readAsInBritain() {
		browser.locale("en-GB");
	}

	@AfterEach
	void returnHome() {
		browser.timeZone("");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu",
			"Europe/London" })
	void areThoseOfTheReadersTimeZone(String zone) {
		ZoneId reader = ZoneId.of(zone);
		Instant now = Instant.now();
		List<Instant> times = List.of(now.minus(Duration.ofDays(40)), now.minus(Duration.ofHours(26)),
				now.minus(Duration.ofHours(13)), now.minus(Duration.ofHours(2)));
		String conversation = conversation(times);
		browser.timeZone(zone);
		browser.open(url(conversation));
		assertThat(texts("#messages time"))
			.isEqualTo(times.stream().map((at) -> TIME.format(at.atZone(reader))).toList());
		assertThat(headings()).isEqualTo(times.stream().map((at) -> heading(at.atZone(reader))).distinct().toList());
	}

	@Test
	void turnADayAtMidnightWithoutANewMessage() {
		String conversation = conversation(List.of(Instant.now()));
		browser.open(url(conversation));
		assertThat(headings()).containsExactly("Today");
		pretend(Instant.now().plus(Duration.ofDays(1)));
		browser.until(() -> headings().equals(List.of("Yesterday")));
		assertThat(browser.text("#c-" + conversation + " .when")).doesNotContain(":");
	}

	@Test
	void knowYesterdayAfterADayOf25Hours() {
		ZoneId newYork = ZoneId.of("America/New_York");
		ZonedDateTime lateOnALongDay = ZonedDateTime.of(2026, 11, 1, 23, 30, 0, 0, newYork);
		String conversation = conversation(List.of(lateOnALongDay.minusDays(1).toInstant()));
		browser.timeZone(newYork.getId());
		browser.open(url(conversation));
		pretend(lateOnALongDay.toInstant());
		browser.script("window.deskTimes.show()");
		assertThat(headings()).containsExactly("Yesterday");
	}

	@Test
	void areNeverShownAsMachinesWriteThem() {
		watch();
		submit("Hello");
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		this.brevo.visitor(this.visitor).writes("Good morning");
		browser.until(() -> browser.text("#messages").contains("Good morning")
				&& browser.text("#c-" + this.visitor).contains("Good morning"));
		assertThat(browser.script("return window.unreadable")).isNull();
		browser.go(url() + "/visitor");
		browser.until(() -> browser.has("#chat-lines"));
		watch();
		browser.script("""
				document.getElementById('visitor-text').value = 'Hello';
				document.getElementById('widget-form').requestSubmit()""");
		browser.until(() -> browser.text("#lines").contains("Hello"));
		assertThat(browser.script("return window.unreadable")).isNull();
	}

	/**
	 * Look at the times before the browser paints them.
	 */
	private static void watch() {
		browser.script("""
				document.body.addEventListener('htmx:afterSwap', () => setTimeout(() => {
					window.unreadable ??= [...document.querySelectorAll('time')]
						.find((time) => /\\dT\\d.*Z/.test(time.textContent))?.outerHTML;
				}))""");
	}

	private String conversation(List<Instant> times) {
		String id = DeskHttp.newVisitor();
		times.forEach((at) -> this.conversations.with(id)
			.put(new DeskMessage(id + at.toEpochMilli(), "of-" + at.toEpochMilli(), DeskMessage.Kind.VISITOR, "Ada",
					"Hello", at, Delivery.SENT)));
		return id;
	}

	private static String heading(ZonedDateTime at) {
		LocalDate today = LocalDate.now(Clock.system(at.getZone()));
		LocalDate day = at.toLocalDate();
		return day.equals(today) ? "Today" : day.equals(today.minusDays(1)) ? "Yesterday" : DATE.format(day);
	}

	@SuppressWarnings("unchecked")
	private static List<String> headings() {
		return (List<String>) browser.script("""
				return [...document.querySelectorAll('#messages > [data-day]')]
					.map((message) => message.dataset.day.replace(',', ''))""");
	}

	private static List<?> texts(String selector) {
		return (List<?>) browser.script(
				"return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", selector);
	}

	/**
	 * Let the page believe that it is another time.
	 */
	private static void pretend(Instant now) {
		browser.script("""
				const RealDate = Date;
				const ahead = arguments[0] - RealDate.now();
				window.Date = class extends RealDate {
					constructor(...parts) {
						super(...(parts.length ? parts : [RealDate.now() + ahead]));
					}
					static now() {
						return RealDate.now() + ahead;
					}
				}""", now.toEpochMilli());
	}

}
