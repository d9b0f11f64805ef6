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

package io.github.brevoconversations.test.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a chat bot has answered.
 *
 * @param conversations the webhooks of each conversation
 * @param answers the answers in each conversation, in the order in which Brevo received
 * them
 * @param kills when instances were killed, by their names
 */
record Answers(List<List<SentWebhook>> conversations, List<List<Answer>> answers, Map<String, Instant> kills) {

	// The default of brevo.webhook.concurrency
	private static final int HANDLED_AT_ONCE = 8;

	int count() {
		return this.answers.stream().mapToInt(List::size).sum();
	}

	/**
	 * Return how many answers are not the first ones to their messages.
	 * @return the number of answers
	 */
	int repeated() {
		return count() - this.answers.stream().mapToInt((conversation) -> first(conversation).size()).sum();
	}

	/**
	 * Check that each message of an acknowledged webhook was answered; again only if the
	 * instance was killed that answered before, at most as many as that one handled at
	 * once, and before anything else in the conversation; and in order.
	 * @param description what to say with a failure
	 */
	void check(Object description) {
		Map<String, Integer> unfinished = new HashMap<>();
		for (int i = 0; i < this.conversations.size(); i++) {
			List<SentWebhook> webhooks = this.conversations.get(i);
			List<Answer> answers = this.answers.get(i);
			List<String> order = first(answers);
			assertThat(order).as("%s: all were answered, each before the next", description)
				.containsExactlyInAnyOrderElementsOf(
						webhooks.stream().flatMap((webhook) -> webhook.messages().stream()).toList());
			checkOrder(webhooks, order, description);
			repeats(answers, description).forEach((bot) -> unfinished.merge(bot, 1, Integer::sum));
		}
		assertThat(unfinished.values()).as("%s: unfinished when killed: %s", description, unfinished)
			.allMatch((count) -> count <= HANDLED_AT_ONCE);
	}

	private static void checkOrder(List<SentWebhook> webhooks, List<String> order, Object description) {
		for (SentWebhook webhook : webhooks) {
			assertThat(order).as("%s: in the order of a webhook", description).containsSubsequence(webhook.messages());
			for (SentWebhook later : webhooks) {
				if (webhook.isBefore(later)) {
					assertThat(order).as("%s: in the order of webhooks", description)
						.containsSubsequence(last(webhook.messages()), later.messages().get(0));
				}
			}
		}
	}

	private static String last(List<String> messages) {
		return messages.get(messages.size() - 1);
	}

	/**
	 * Find the answers that were repeated.
	 * @param answers the answers in a conversation
	 * @param description what to say with a failure
	 * @return for each of them, the instance that had answered before
	 */
	private List<String> repeats(List<Answer> answers, Object description) {
		List<String> bots = new ArrayList<>();
		for (int i = 1; i < answers.size(); i++) {
			Answer former = answers.get(i - 1);
			if (former.messageId().equals(answers.get(i).messageId())) {
				assertThat(this.kills).as("%s: %s is repeated after a kill", description, former)
					.containsKey(former.bot());
				assertThat(answers.get(i).at()).isAfter(this.kills.get(former.bot()));
				bots.add(former.bot());
			}
		}
		return bots;
	}

	// An answer that is repeated later than at once is there twice
	private static List<String> first(List<Answer> answers) {
		List<String> order = new ArrayList<>();
		for (Answer answer : answers) {
			if (order.isEmpty() || !order.get(order.size() - 1).equals(answer.messageId())) {
				order.add(answer.messageId());
			}
		}
		return order;
	}

}
