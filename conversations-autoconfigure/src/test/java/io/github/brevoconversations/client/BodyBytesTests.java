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

package io.github.brevoconversations.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBytes}, each of which releases all parts.
 */
class BodyBytesTests {

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private final List<ByteBuf> parts = new ArrayList<>();

	private final AtomicInteger cancellations = new AtomicInteger();

	@AfterEach
	void releasesAllParts() {
		assertThat(this.parts).extracting(ByteBuf::refCnt).containsOnly(0);
	}

	@ParameterizedTest
	@CsvSource({ "abcdef, false", "abc|def, false", "a|b|c|d|e|f, false", "|abc||def|, false", "abcdef, true",
			"abc|def, true", "a|b|c|d|e|f, true" })
	void readsABodyInItsParts(String body, boolean truncated) {
		StepVerifier.create(read(6, truncated, body.split("\\|", -1)))
			.assertNext((bytes) -> assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("abcdef"))
			.verifyComplete();
	}

	@Test
	void readsAnEmptyBody() {
		StepVerifier.create(read(6, false, "")).assertNext((bytes) -> assertThat(bytes).isEmpty()).verifyComplete();
	}

	@ParameterizedTest
	@CsvSource({ "abcdefg", "abc|defg", "abcdef|g", "a|b|c|d|e|f|g|h" })
	void readsNothingOfABodyThatIsTooLarge(String body) {
		StepVerifier.create(read(6, false, body.split("\\|"))).verifyError(DataBufferLimitException.class);
		assertThat(this.cancellations).hasValue(1);
	}

	@ParameterizedTest
	@CsvSource({ "abcdefg", "abc|defg", "abcdef|g", "a|b|c|d|e|f|g|h" })
	void readsTheBeginningOfABodyThatIsTooLarge(String body) {
		StepVerifier.create(read(6, true, body.split("\\|")))
			.assertNext((bytes) -> assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("abcdef"))
			.verifyComplete();
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void failsWithTheFailureOfTheBody() {
		StepVerifier.create(new BodyBytes(Flux.concat(body("abc"), Flux.error(new IOException("cut off"))), 6, false))
			.verifyErrorMessage("cut off");
	}

	@Test
	void cancelsTheBody() {
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		Disposable reading = new BodyBytes(body.asFlux().doOnCancel(this.cancellations::incrementAndGet), 6, false)
			.subscribe();
		body.tryEmitNext(part("abc"));
		reading.dispose();
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void releasesWhatComesAfterTheEnd() {
		TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(new BodyBytes(body.flux(), 3, true))
			.then(() -> body.next(part("abcd"), part("efgh")))
			.assertNext((bytes) -> assertThat(bytes).hasSize(3))
			.verifyComplete();
	}

	@Test
	void releasesWhatAFilterOfTheBodyDiscards() {
		StepVerifier.create(new BodyBytes(body("abc", "def").skip(1), 6, false))
			.assertNext((bytes) -> assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("def"))
			.verifyComplete();
	}

	@Test
	void unpacksABody() throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
			stream.write("abcdef".getBytes(StandardCharsets.UTF_8));
		}
		byte[] bytes = packed.toByteArray();
		Flux<DataBuffer> body = Flux.just(part(Arrays.copyOf(bytes, 10)),
				part(Arrays.copyOfRange(bytes, 10, bytes.length)));
		StepVerifier.create(new BodyBytes(body, 100, false))
			.assertNext((unpacked) -> assertThat(unpacked).asString(StandardCharsets.UTF_8).isEqualTo("abcdef"))
			.verifyComplete();
	}

	private BodyBytes read(int maxBytes, boolean truncated, String... parts) {
		return new BodyBytes(body(parts).doOnCancel(this.cancellations::incrementAndGet), maxBytes, truncated);
	}

	private Flux<DataBuffer> body(String... parts) {
		return Flux.fromArray(parts).map(this::part);
	}

	private DataBuffer part(String text) {
		return part(text.getBytes(StandardCharsets.UTF_8));
	}

	private DataBuffer part(byte[] bytes) {
		ByteBuf part = Unpooled.copiedBuffer(new byte[] { 0 }, bytes).skipBytes(1);
		this.parts.add(part);
		return this.factory.wrap(part);
	}

}
