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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoVisitor;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import io.github.brevoconversations.test.Webhook;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Visitors write to a chat bot of two instances, which are killed in the middle and
 * started again. What the bot has answered is counted at Brevo.
 */
final class ChatBotScenario implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ChatBotScenario.class);

	private static final boolean SOAK = Boolean.getBoolean("soak");

	// Brevo's stand-in holds 10,000 messages with the answers, so more need more rounds
	private static final int ROUNDS = Integer.getInteger("chat-bots.rounds", 1);

	private static final int CONVERSATIONS = SOAK ? 250 : 40;

	private static final int MESSAGES = SOAK ? 10 : 4;

	private static final int KILLS = SOAK ? 5 : 1;

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	// so that many answers are under way whenever an instance is killed
	private static final Duration TIME_TO_ANSWER = Duration.ofMillis(100);

	private final String name;

	private final ConversationInbox inbox;

	private final Clock clock = new TickingClock();

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder().clock(this.clock).start();

	private final ChatBots bots;

	private final WebhookTraffic traffic;

	private final Random random = new Random(1);

	private int answers;

	private int repeatedAnswers;

	ChatBotScenario(Class<?> application, SharedInboxServer server) {
		this.name = application.getSimpleName() + " with " + server.name();
		this.inbox = server.inbox(this.name);
		List<String> arguments = new ArrayList<>(server.arguments(this.name));
		arguments.addAll(List.of("--server.port=0", "--brevo.webhook.secrets=" + WebhookTraffic.SECRET));
		this.brevo.registerProperties((name, value) -> arguments.add("--" + name + "=" + value.get()));
		this.bots = new ChatBots(application, arguments, this.clock);
		this.traffic = new WebhookTraffic(this.bots::address);
	}

	void run() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			this.brevo.reset();
			this.brevo.fail(Fault.delay(TIME_TO_ANSWER));
			run(round);
		}
		logger.info(this);
	}

	private void run(int round) throws Exception {
		List<String> visitors = IntStream.range(0, CONVERSATIONS).mapToObj((i) -> round + "-" + i).toList();
		List<List<SentWebhook>> conversations = visitors.stream().map(this::write).toList();
		List<Future<?>> senders = this.traffic.start(conversations, round);
		for (int kill = 1; kill <= KILLS; kill++) {
			// so that the kills are in the middle, however fast the machine is
			awaitRequests(kill * CONVERSATIONS * MESSAGES / (KILLS + 1) + this.random.nextInt(CONVERSATIONS));
			this.bots.killAndRestart(chosen());
		}
		for (Future<?> sender : senders) {
			sender.get();
		}
		awaitEmptyInbox();
		Answers before = answers(visitors, conversations);
		this.answers += before.count();
		this.repeatedAnswers += before.repeated();
		before.check(this);
		this.traffic.repeatAll(conversations);
		awaitEmptyInbox();
		assertThat(answers(visitors, conversations)).as(toString()).isEqualTo(before);
	}

	// now and then both, so that there is no response at all
	private List<Integer> chosen() {
		List<Integer> both = IntStream.range(0, ChatBots.INSTANCES).boxed().toList();
		return (SOAK && this.random.nextInt(3) == 0) ? both : List.of(this.random.nextInt(ChatBots.INSTANCES));
	}

	private List<SentWebhook> write(String visitorId) {
		BrevoVisitor visitor = this.brevo.visitor(visitorId);
		List<SentWebhook> webhooks = new ArrayList<>();
		int written = 0;
		while (written < MESSAGES) {
			int count = (written > 0) ? Math.min(1 + this.random.nextInt(3), MESSAGES - written) : 1;
			Webhook webhook = visitor
				.writesAtOnce(IntStream.range(0, count).mapToObj((i) -> "Hello?").toArray(String[]::new));
			List<String> ids = this.brevo.messages(visitorId).stream().skip(written).map(StoredMessage::id).toList();
			webhooks.add(new SentWebhook(webhook, ids));
			written += count;
		}
		return webhooks;
	}

	private void awaitRequests(int count) {
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.brevo.requests().size() >= count);
	}

	private void awaitEmptyInbox() {
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.until(() -> this.inbox.size().block(), new InboxSize(0, 0)::equals);
	}

	private Answers answers(List<String> visitors, List<List<SentWebhook>> conversations) {
		List<List<Answer>> answers = visitors.stream()
			.map((visitor) -> this.brevo.messages(visitor)
				.stream()
				.filter((message) -> "agent".equals(message.type()))
				.map(Answer::of)
				.toList())
			.toList();
		return new Answers(conversations, answers, this.bots.kills());
	}

	@Override
	public String toString() {
		return "%s: %d messages in %d conversations each of %d rounds, %s, %d instances killed, %d answers, of which %d again after a kill"
			.formatted(this.name, CONVERSATIONS * MESSAGES, CONVERSATIONS, ROUNDS, this.traffic,
					this.bots.kills().size(), this.answers, this.repeatedAnswers);
	}

	@Override
	public void close() {
		this.traffic.close();
		this.bots.close();
		this.brevo.close();
	}

}
