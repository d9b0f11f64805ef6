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

package io.github.brevoconversations.presence;

import java.time.Duration;

import io.github.brevoconversations.client.RateLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RateLimitTracker}.
 */
class RateLimitTrackerTests {

	private final ManualTaskScheduler time = new ManualTaskScheduler(VirtualTimeScheduler.create());

	private final RateLimitTracker tracker = new RateLimitTracker(this.time.getClock());

	@Test
	void knowsNothingBeforeTheFirstResponse() {
		assertThat(this.tracker.current()).isNull();
		assertThat(this.tracker.takeReport()).isNull();
	}

	@Test
	void countsDownTheTimeUntilTheReset() {
		observe(100L, 90L, 3599L);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(100L, 90L, Duration.ofMinutes(50)));
	}

	@Test
	void usesTheReportsOfMessagesIfTheyAgreeWithThoseOfPings() {
		report("pingAgentOnline", 90, 3000);
		this.time.advance(Duration.ofSeconds(20));
		this.tracker.takeReport();
		report("sendMessage", 50, 2980);
		assertThat(this.tracker.takeReport().remaining()).isEqualTo(50);
		this.time.advance(Duration.ofSeconds(20));
		report("pingAgentOnline", 49, 2960);
		report("getMessage", 48, 2960);
		assertThat(this.tracker.takeReport().remaining()).isEqualTo(48);
		assertThat(this.tracker.current().remaining()).isEqualTo(48);
	}

	@ParameterizedTest
	@CsvSource({ "100, 0, 2980", "100, 5, 2980", "200, 0, 2980", "100, 99, 600", "600, 599, 3600", "100, 0, 3600" })
	void ignoresWhatIsNotAboutPings(long limit, long remaining, long reset) {
		report("pingAgentOnline", 90, 3000);
		this.tracker.takeReport();
		for (int i = 1; i <= 5; i++) {
			this.time.advance(Duration.ofSeconds(20));
			this.tracker.observe("sendMessage",
					new RateLimit(limit, remaining, Duration.ofSeconds(reset).minusSeconds(40L * (i - 1))));
			this.time.advance(Duration.ofSeconds(20));
			report("pingAgentOnline", 90 - i, 3000 - 40 * i);
			assertThat(this.tracker.takeReport().remaining()).isEqualTo(90 - i);
		}
		assertThat(this.tracker.current().remaining()).isEqualTo(85);
	}

	@Test
	void doesNotApplyAMessagesReportToPingsBeforeAPingHasOne() {
		report("sendMessage", 0, 3000);
		assertThat(this.tracker.takeReport()).isNull();
		assertThat(this.tracker.current().remaining()).isZero();
	}

	@Test
	void doesNotMistakeALateResponseForASeparateLimit() {
		report("pingAgentOnline", 99, 3000);
		report("sendMessage", 40, 3000);
		report("pingAgentOnline", 98, 3000);
		this.time.advance(Duration.ofSeconds(20));
		report("sendMessage", 39, 2980);
		this.tracker.takeReport();
		report("sendMessage", 38, 2980);
		assertThat(this.tracker.takeReport().remaining()).isEqualTo(38);
	}

	private void report(String operation, long remaining, long reset) {
		this.tracker.observe(operation, new RateLimit(100L, remaining, Duration.ofSeconds(reset)));
	}

	@Test
	void forwardsEachReportOnce() {
		observe(100L, 90L, 3599L);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.tracker.takeReport())
			.isEqualTo(new AccountUpdate.Observation(100L, 90, Duration.ofHours(1), Duration.ofMinutes(10)));
		assertThat(this.tracker.takeReport()).isNull();
	}

	@Test
	void ignoresAResetBeyondTheDocumentedWindow() {
		observe(100L, 0L, 86_400L);
		assertThat(this.tracker.current().resetsIn()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void ignoresAHigherRemainderInALateResponse() {
		observe(100L, 89L, 3599L);
		observe(100L, 90L, 3599L);
		assertThat(this.tracker.current().remaining()).isEqualTo(89);
	}

	@Test
	void treatsALaterResetAsANewWindow() {
		observe(100L, 2L, 59L);
		this.time.advance(Duration.ofSeconds(59));
		observe(100L, 99L, 3599L);
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(100L, 99L, Duration.ofHours(1)));
	}

	@Test
	void treatsAnotherLimitAsANewWindow() {
		observe(100L, 2L, 1799L);
		observe(600L, 502L, 1799L);
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(600L, 502L, Duration.ofMinutes(30)));
	}

	@Test
	void assumesAFullWindowOnceTheOldOneHasPassed() {
		observe(100L, 0L, 599L);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(100L, 100L, Duration.ofMinutes(10)));
	}

	@Test
	void doesNotApplyALateResponseToTheNewWindow() {
		observe(200L, 190L, 3599L);
		this.time.advance(Duration.ofMinutes(60));
		assertThat(this.tracker.current().remaining()).isEqualTo(200);
		observe(200L, 43L, 1L);
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(200L, 200L, Duration.ofHours(1)));
		observe(200L, 195L, 3590L);
		assertThat(this.tracker.current().remaining()).isEqualTo(195);
	}

	@Test
	void treatsALimitWithoutAResetAsHourly() {
		observe(100L, null, null);
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(100L, 100L, Duration.ofHours(1)));
	}

	@Test
	void ignoresIncompleteReports() {
		observe(null, 5L, null);
		observe(null, null, 5L);
		assertThat(this.tracker.current()).isNull();
		observe(null, 5L, 59L);
		assertThat(this.tracker.current()).isEqualTo(new RateLimit(null, 5L, Duration.ofMinutes(1)));
	}

	@Test
	void rejectsANegativeReserve() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RateLimitTracker(-1))
			.withMessageContaining("must not be negative");
	}

	private void observe(Long limit, Long remaining, Long reset) {
		this.tracker.observe(new RateLimit(limit, remaining, (reset != null) ? Duration.ofSeconds(reset) : null));
	}

}
