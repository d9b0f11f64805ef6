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

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Webhooks that were changed at random: each is events, which can be stored, or refused
 * as no JSON.
 */
@Timeout(600)
class WebhookFuzzTests {

	private static final List<String> VALUES = List.of("null", "true", "-1", "1e400", "9".repeat(400), "\"\"", "\" \"",
			"\"\\ud83d\"", "\"\\u0000\"", "[]", "[[]]", "[null]", "{}", "{\"id\":{}}", "[{\"id\":1}]", "\"2026-11-27\"",
			"1.5", "\"true\"", "\"agent\"", "\"conversationStarted\"", "0", "99999999999999999999", "{\"\":null}");

	@Test
	void turnsOddWebhooksIntoEventsOrRejectsThem() {
		fuzz(Boolean.getBoolean("soak") ? 100_000 : 3000, 1);
	}

	private static void fuzz(int count, int seed) {
		Random random = new Random(seed);
		int events = 0;
		int refused = 0;
		for (int i = 0; i < count; i++) {
			String original = Payloads.ALL.get(random.nextInt(Payloads.ALL.size()));
			byte[] body = random.nextBoolean() ? changeValues(original, random) : changeBytes(original, random);
			try {
				for (InboxEntry entry : WebhookParser.parse(body, "default", Webhooks.NOW)) {
					events++;
					check(entry);
				}
			}
			catch (InvalidWebhookException ex) {
				assertThat(ex.getMessage()).startsWith("The body of the webhook ");
				refused++;
			}
			catch (Throwable ex) {
				fail("Webhook %s with seed %s: %s".formatted(i, seed,
						new String(body, java.nio.charset.StandardCharsets.UTF_8)), ex);
			}
		}
		assertThat(events).isGreaterThan(count / 3);
		assertThat(refused).isGreaterThan(count / 20);
	}

	private static void check(InboxEntry entry) {
		String payload = entry.payload();
		assertThat(payload.chars()).allMatch((c) -> c >= ' ' && c < 128);
		ConversationEvent read = InboxEntry.read(payload);
		assertThat(read).isNotNull();
		assertThat(InboxEntry.read(new InboxEntry(read, "", "", 0).payload())).isEqualTo(read);
		assertThat(entry.key()).hasSize(32);
		assertThat(entry.conversation()).hasSize(32);
	}

	private static byte[] changeValues(String original, Random random) {
		String json = original;
		for (int i = random.nextInt(4); i >= 0; i--) {
			int colon = json.indexOf(':', random.nextInt(json.length()));
			if (colon > 0) {
				int end = colon + 1;
				while (end < json.length() && ",}]".indexOf(json.charAt(end)) < 0) {
					end++;
				}
				json = json.substring(0, colon + 1) + VALUES.get(random.nextInt(VALUES.size())) + json.substring(end);
			}
		}
		return Webhooks.bytes(json);
	}

	private static byte[] changeBytes(String original, Random random) {
		byte[] body = Webhooks.bytes(original);
		for (int i = random.nextInt(4); i >= 0; i--) {
			body[random.nextInt(body.length)] = (byte) random.nextInt(256);
		}
		return body;
	}

}
