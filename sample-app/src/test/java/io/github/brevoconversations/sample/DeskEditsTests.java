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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that nothing is lost if several people change the same message.
 */
@DeskTest
class DeskEditsTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	private static final Pattern EDITION = Pattern.compile("name=\"edition\" value=\"([^\"]+)\"");

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private ConversationsClient client;

	@LocalServerPort
	private int port;

	private DeskHttp desk;

	private String visitor;

	private String message;

	@BeforeEach
	void createClient() {
		this.desk = new DeskHttp(this.port);
	}

	@AfterEach
	void repair() {
		this.brevo.clearFaults();
	}

	private void send(String from) {
		this.visitor = this.desk.hears(this.brevo, "Ada", "Hello");
		this.desk.post("/conversations/" + this.visitor + "/messages", DeskHttp.draft(from, "First"), 202);
		await().atMost(TIME_LIMIT).until(() -> messages().contains("edit-"));
		this.message = "/conversations/" + this.visitor + "/messages/" + stored().id();
	}

	@ParameterizedTest
	@ValueSource(strings = { "automated", "d9nKoegKSjmCtyK78" })
	void doesNotReplaceATextThatNobodySaw(String from) {
		send(from);
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		assertThat(edit("One", seen, 200)).contains(">One<");
		String refusal = edit("Other", seen, 409);
		assertThat(refusal).contains("Somebody has changed this message", ">One<", "save again");
		assertThat(stored().text()).isEqualTo("One");
		assertThat(edit("Other", edition(refusal), 200)).contains(">Other<");
		assertThat(stored().text()).isEqualTo("Other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "automated", "d9nKoegKSjmCtyK78" })
	void doesNotReplaceATextThatSomebodyWroteInBrevo(String from) {
		send(from);
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		writeInBrevo(from, "Elsewhere");
		assertThat(edit("Here", seen, 409)).contains(">Elsewhere<");
		assertThat(stored().text()).isEqualTo("Elsewhere");
		assertThat(messages()).contains(">Elsewhere<");
	}

	@Test
	void forgetsAMessageThatSomebodyDeletedInBrevo() {
		send("automated");
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		this.client.deletePushedMessage(stored().id()).block(TIME_LIMIT);
		assertThat(edit("Here", seen, 502)).contains("Somebody may have deleted it");
		assertThat(messages()).doesNotContain(">First<");
	}

	@Test
	void acceptsWhatIsThereAlready() {
		send("automated");
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		edit("Same", seen, 200);
		assertThat(edit("Same", seen, 200)).contains(">Same<");
	}

	@Test
	void doesNotDeleteATextThatNobodySaw() {
		send("automated");
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		edit("Another", seen, 200);
		assertThat(this.desk.delete(this.message + "?edition=" + seen, 409))
			.contains("Somebody has changed this message");
		assertThat(stored().text()).isEqualTo("Another");
		assertThat(messages()).contains("?edition=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "automated", "d9nKoegKSjmCtyK78" })
	void doesNotDeleteATextThatSomebodyWroteInBrevo(String from) {
		send(from);
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		writeInBrevo(from, "Elsewhere");
		assertThat(this.desk.delete(this.message + "?edition=" + seen, 409))
			.contains("Somebody has changed this message");
		assertThat(stored().text()).isEqualTo("Elsewhere");
		assertThat(messages()).contains(">Elsewhere<");
		this.desk.delete(this.message + "?edition=" + edition(this.desk.get(this.message + "/editor", 200)), 204);
		assertThat(this.brevo.messages(this.visitor)).hasSize(1);
		assertThat(messages()).doesNotContain(">Elsewhere<");
	}

	@Test
	void deletesWhatSomebodyDeletedInBrevo() {
		send("automated");
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		this.client.deletePushedMessage(stored().id()).block(TIME_LIMIT);
		this.desk.delete(this.message + "?edition=" + seen, 204);
		assertThat(messages()).doesNotContain(">First<");
	}

	@Test
	void identifiesOnlyTextsThatCanBeEdited() {
		send("automated");
		assertThat(messages()).containsOnlyOnce("data-edition=");
	}

	@Test
	void changesAMessageForOneAtATime() {
		send("automated");
		String seen = edition(this.desk.get(this.message + "/editor", 200));
		this.brevo.fail(Fault.delay(Duration.ofMillis(1500)));
		int before = this.brevo.requests().size();
		List<CompletableFuture<Integer>> statuses = List.of(put("One", seen), put("Other", seen), put("Third", seen));
		await().atMost(TIME_LIMIT).until(() -> this.brevo.requests().size() > before);
		assertThat(this.desk.delete(this.message, 409)).contains("Somebody else is changing this message");
		assertThat(statuses.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409, 409);
		assertThat(messages()).contains(">" + stored().text() + "<");
	}

	@Test
	void knowsTheTextAlthoughWhoeverWroteItDidNotWait() {
		send("automated");
		this.brevo.fail(Fault.delay(Duration.ofMillis(500)));
		int before = this.brevo.requests().size();
		Disposable request = client().put()
			.uri(this.message)
			.body(DeskHttp.form("text", "Edited"))
			.retrieve()
			.toBodilessEntity()
			.subscribe();
		await().atMost(TIME_LIMIT).until(() -> this.brevo.requests().size() > before);
		request.dispose();
		await().atMost(TIME_LIMIT).untilAsserted(() -> assertThat(messages()).contains(">Edited<"));
		assertThat(stored().text()).isEqualTo("Edited");
	}

	private void writeInBrevo(String from, String text) {
		String id = stored().id();
		(from.equals("automated") ? this.client.updatePushedMessage(id, text) : this.client.updateMessage(id, text))
			.block(TIME_LIMIT);
	}

	private CompletableFuture<Integer> put(String text, String edition) {
		return client().put()
			.uri(this.message)
			.body(BodyInserters.fromFormData("text", text).with("edition", edition))
			.exchangeToMono(ClientResponse::toBodilessEntity)
			.map((response) -> response.getStatusCode().value())
			.toFuture();
	}

	private WebClient client() {
		return WebClient.create("http://127.0.0.1:" + this.port);
	}

	private String edit(String text, String edition, int status) {
		return this.desk.put(this.message, DeskHttp.form("text", text).with("edition", edition), status);
	}

	private static String edition(String html) {
		Matcher matcher = EDITION.matcher(html.replaceAll("\\s+", " "));
		assertThat(matcher.find()).as(html).isTrue();
		return matcher.group(1);
	}

	private StoredMessage stored() {
		return this.brevo.messages(this.visitor).get(1);
	}

	private String messages() {
		return this.desk.get("/conversations/" + this.visitor + "/messages", 200);
	}

}
