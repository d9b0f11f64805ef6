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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the desk as it is packaged: processed ahead of time, in an executable jar.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PackagedDeskIT {

	private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

	@Test
	void worksAheadOfTime() throws IOException {
		try (PackagedDesk desk = PackagedDesk.start("-Dspring.aot.enabled=true")) {
			assertThat(desk.log()).anySatisfy((line) -> assertThat(line).contains("Starting AOT-processed"));
			assertWorks(WebClient.create(desk.url()));
		}
	}

	@Test
	void worksWithoutAheadOfTimeProcessing() throws IOException {
		try (PackagedDesk desk = PackagedDesk.start()) {
			assertThat(desk.log()).noneSatisfy((line) -> assertThat(line).contains("AOT-processed"));
			assertWorks(WebClient.create(desk.url()));
		}
	}

	@Test
	void tellsANativeImageWhatTheClientReadsByReflection() throws IOException {
		try (JarFile jar = new JarFile(PackagedDesk.jar().toFile())) {
			assertThat(text(jar.getInputStream(entry(jar, "reachability-metadata.json"))))
				.contains("\"io.github.brevoconversations.client.ConversationsMessage\"")
				.contains("\"io.github.brevoconversations.client.ConversationsFile$ImageInfo\"")
				.contains("\"io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties$Agent\"");
		}
	}

	@Test
	void hasTheHintsInTheJarOfTheStarter() throws IOException {
		try (JarFile jar = new JarFile(PackagedDesk.jar().toFile());
				JarInputStream starter = new JarInputStream(
						jar.getInputStream(entry(jar, "brevo-conversations-spring-boot-autoconfigure")))) {
			JarEntry entry = starter.getNextJarEntry();
			while (entry != null && !entry.getName().equals("META-INF/spring/aot.factories")) {
				entry = starter.getNextJarEntry();
			}
			assertThat(entry).isNotNull();
			assertThat(text(starter)).contains("io.github.brevoconversations.client.ClientRuntimeHints");
		}
	}

	private static void assertWorks(WebClient client) {
		assertThat(page(client)).contains("Built-in Brevo.").contains("0 of 3 online");
		perform(client.put()
			.uri("/agents/{id}", "d9nKoegKSjmCtyK78")
			.body(BodyInserters.fromFormData("active", "true")));
		String visitor = "0123456789abcdefghijABCDEFGHIJxy";
		perform(client.post()
			.uri("/visitor/messages")
			.header("Visitor-Id", visitor)
			.body(BodyInserters.fromFormData("name", "Ada").with("text", "Is anybody there?")));
		Awaitility.await()
			.atMost(TIME_LIMIT)
			.untilAsserted(() -> assertThat(page(client)).contains("Ada").contains("Is anybody there?"));
		perform(client.post()
			.uri("/conversations/{visitor}/messages", visitor)
			.body(BodyInserters.fromFormData("from", "d9nKoegKSjmCtyK78")
				.with("token", "0123456789abcdef")
				.with("text", "Good morning")));
		Awaitility.await()
			.atMost(TIME_LIMIT)
			.untilAsserted(() -> assertThat(page(client)).contains("1 of 3 online").contains("Good morning"));
	}

	private static String page(WebClient client) {
		return String.valueOf(get(client.get().uri("/").retrieve().bodyToMono(String.class)));
	}

	private static void perform(WebClient.RequestHeadersSpec<?> request) {
		get(request.retrieve().toBodilessEntity());
	}

	private static <T> T get(Mono<T> answer) {
		return answer.block(TIME_LIMIT);
	}

	private static JarEntry entry(JarFile jar, String name) {
		return jar.stream().filter((entry) -> entry.getName().contains(name)).findFirst().orElseThrow();
	}

	private static String text(InputStream content) throws IOException {
		return new String(content.readAllBytes(), StandardCharsets.UTF_8);
	}

}
