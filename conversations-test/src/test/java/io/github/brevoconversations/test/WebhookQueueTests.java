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

package io.github.brevoconversations.test;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookQueue}.
 */
@Timeout(60)
class WebhookQueueTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

	private final WebhookQueue queue = new WebhookQueue(Clock.systemUTC());

	@Test
	void letsNobodyWaitForWhatItDoesNotSendAnyMore() throws Exception {
		CountDownLatch underWay = new CountDownLatch(1);
		this.queue.sendTo(WebhookTarget.of("/webhook"), (request) -> {
			underWay.countDown();
			new CountDownLatch(1).await();
			return 200;
		});
		WebhookQueue.Sending first = this.queue.add("first", new byte[0]);
		WebhookQueue.Sending second = this.queue.add("second", new byte[0]);
		underWay.await();
		this.queue.close();
		assertThat(first.attempt()).succeedsWithin(TIME_LIMIT).isEqualTo(0);
		assertThat(second.attempt()).failsWithin(TIME_LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("was closed before it sent the webhook");
		assertThat(second.webhook().attempts()).isEmpty();
	}

}
