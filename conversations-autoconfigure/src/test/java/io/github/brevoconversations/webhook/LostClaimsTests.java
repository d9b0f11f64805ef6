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

package io.github.brevoconversations.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LostClaims}.
 */
class LostClaimsTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Claim CLAIM = new Claim(List.of(), null);

	private final AtomicLong time = new AtomicLong();

	private final LostClaims lost = new LostClaims(this.time::get);

	@Test
	void areThoseThatFailedOrWereCancelled() {
		List<Long> expected = new ArrayList<>();
		StepVerifier.create(this.lost.claim(1, LEASE, (token, lost) -> {
			expected.add(token);
			return Mono.error(new IllegalStateException());
		})).verifyError();
		StepVerifier.create(this.lost.claim(1, LEASE, (token, lost) -> Mono.just(CLAIM)))
			.expectNext(CLAIM)
			.verifyComplete();
		expected.add(cancelledClaim(1));
		assertThat(tokens()).isEqualTo(expected);
	}

	@Test
	void areNotThoseWhoseResultHasArrived() {
		StepVerifier.create(this.lost.claim(1, LEASE, (token, lost) -> Mono.just(CLAIM)))
			.expectNext(CLAIM)
			.thenCancel()
			.verify();
		assertThat(tokens()).isEmpty();
	}

	@Test
	void areNotThoseThatHoldNothing() {
		cancelledClaim(0);
		assertThat(tokens()).isEmpty();
	}

	@Test
	void areForgottenWhenTheirLeasesHaveExpired() {
		long token = cancelledClaim(1);
		this.time.addAndGet(LEASE.toNanos());
		assertThat(tokens()).containsExactly(token);
		this.time.addAndGet(1);
		assertThat(tokens()).isEmpty();
	}

	@Test
	void areBounded() {
		long last = 0;
		for (int i = 0; i < 1000; i++) {
			last = cancelledClaim(1);
		}
		assertThat(tokens()).hasSize(100).endsWith(last);
	}

	private long cancelledClaim(int max) {
		AtomicLong used = new AtomicLong();
		this.lost.claim(max, LEASE, (token, lost) -> {
			used.set(token);
			return Mono.never();
		}).subscribe().dispose();
		return used.get();
	}

	private List<Long> tokens() {
		List<Long> tokens = new ArrayList<>();
		this.lost.claim(0, LEASE, (token, lost) -> {
			tokens.addAll(lost);
			return Mono.just(CLAIM);
		}).block();
		return tokens;
	}

}
