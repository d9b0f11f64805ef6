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

package io.github.brevoconversations.autoconfigure;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretHunter}: that it can find what it is sent for.
 */
class SecretHunterTests {

	private static final String SECRET = "planted-secret-of-some-length";

	private final SecretHunter hunter = new SecretHunter("another-one", SECRET);

	@ParameterizedTest
	@MethodSource
	void findsASecret(Object hidingPlace) {
		assertThat(this.hunter.find(hidingPlace)).isNotEmpty();
		assertThat(this.hunter.find(new Holder(List.of(new Holder(Map.of("a", hidingPlace)))))).isNotEmpty();
		assertThat(new SecretHunter("something-else").find(hidingPlace)).isEmpty();
	}

	static Object[] findsASecret() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("api-key", SECRET);
		Supplier<String> captured = headers::toString;
		return new Object[] { SECRET, "x" + SECRET + "x", SECRET.substring(0, 12), CharBuffer.wrap(SECRET),
				SECRET.toCharArray(), SECRET.getBytes(StandardCharsets.UTF_8), new String[] { SECRET },
				Map.of(SECRET, 1), Map.of(1, SECRET), Optional.of(SECRET), new AtomicReference<>(SECRET),
				new WeakReference<>(SECRET), new ArrayDeque<>(List.of(SECRET)), headers, captured,
				new IllegalStateException(SECRET), new IllegalStateException(new IllegalArgumentException(SECRET)),
				suppressing(new IllegalStateException(SECRET)), new WebClientRequestException(new IOException("reset"),
						HttpMethod.GET, URI.create("http://localhost"), headers) };
	}

	@Test
	void findsASecretInTheFormsOfAFailure() {
		assertThat(this.hunter.findInReportsOf(new IllegalStateException(SECRET))).contains("JSON", "serialized form");
		assertThat(this.hunter.findInReportsOf(new IllegalStateException("harmless"))).isEmpty();
	}

	@Test
	void findsASecretInTheLog() {
		try (RecordedLog log = new RecordedLog(getClass().getName())) {
			LoggerFactory.getLogger(getClass()).trace("harmless");
			assertThat(log.lines()).hasSize(1).noneMatch(this.hunter::isIn);
			LoggerFactory.getLogger(getClass()).trace("sent {}", SECRET);
			LoggerFactory.getLogger(getClass()).trace("failed", new IllegalStateException(SECRET));
			assertThat(log.lines().stream().filter(this.hunter::isIn)).hasSize(2);
		}
	}

	@Test
	void survivesCycles() {
		List<Object> circle = new ArrayList<>();
		circle.add(new Holder(circle));
		assertThat(this.hunter.find(new Holder(circle))).isEmpty();
	}

	@Test
	void skipsAPackage() {
		assertThat(this.hunter.ignoring("io.github.brevoconversations.").find(new Object[] { new Holder(SECRET) }))
			.isEmpty();
	}

	private static Exception suppressing(Exception suppressed) {
		Exception exception = new IllegalStateException("harmless");
		exception.addSuppressed(suppressed);
		return exception;
	}

	private record Holder(Object value) {

	}

}
