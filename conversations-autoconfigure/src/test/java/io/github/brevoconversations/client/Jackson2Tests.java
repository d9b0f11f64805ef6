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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application which still has Jackson 2, alone or beside Jackson 3, can
 * keep requests and results as JSON.
 */
class Jackson2Tests {

	private static final String JSON = """
			{"id":"m1","type":"agent","text":"Hello","createdAt":1482512803740,"isPushed":true,"source":{"a":[1,null]},
			"file":{"filename":"f.png","size":7,"imageInfo":{"width":1,"height":2}},"to":[{"email":"tom@example.org"}],
			"forwardedToSourceStatus":{"isSuccess":false,"error":"full"}}""";

	@ParameterizedTest
	@MethodSource("values")
	void writesAndReads(Object value) throws JsonProcessingException {
		for (ObjectMapper mapper : mappers()) {
			String json = mapper.writeValueAsString(value);
			assertThat(mapper.readValue(json, value.getClass())).as(json).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void readsWhatJackson3Wrote(Object value) throws JsonProcessingException {
		String json = JsonMapper.shared().writeValueAsString(value);
		assertThat(mapper().readValue(json, value.getClass())).as(json).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void writesWhatJackson3Reads(Object value) throws JsonProcessingException {
		for (ObjectMapper mapper : List.of(mapper(),
				mapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS))) {
			String json = mapper.writeValueAsString(value);
			assertThat(JsonMapper.shared().readValue(json, value.getClass())).as(json).isEqualTo(value);
		}
	}

	@Test
	void writesPointsInTimeThatTheClientReads() throws JsonProcessingException {
		for (ObjectMapper mapper : List.of(mapper(), mapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS),
				mapper().disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS))) {
			byte[] json = mapper.writeValueAsBytes(message());
			assertThat(BrevoJson.read(json).instant("createdAt")).isEqualTo(Instant.ofEpochMilli(1482512803740L));
		}
	}

	static Stream<Object> values() {
		return Stream.concat(ValuesTests.values(), Stream.of(message()));
	}

	private static ConversationsMessage message() {
		return BrevoJson.read(JSON.getBytes(StandardCharsets.UTF_8)).asMessage();
	}

	private static List<ObjectMapper> mappers() {
		return List.of(mapper(), mapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS),
				mapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
	}

	private static ObjectMapper mapper() {
		return new ObjectMapper().findAndRegisterModules();
	}

}
