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

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeskProperties}.
 */
class DeskPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void sayWhatToSetIfAnAgentHasNoId(String blank) {
		Map<String, String> properties = new HashMap<>(Map.of("desk.agents[0].name", "Liz"));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(properties))
			.havingRootCause()
			.withMessageContaining("DESK_AGENTS_0_ID");
		properties.put("desk.agents[0].id", blank);
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(properties))
			.havingRootCause()
			.withMessageContaining("desk.agents[0].id");
	}

	@Test
	void callAnAgentWithoutANameByTheId() {
		assertThat(bind(Map.of("desk.agents[0].id", "liz"))).isEqualTo(new DeskProperties.Agent("liz", "liz"));
		assertThat(bind(Map.of("desk.agents[0].id", "liz", "desk.agents[0].name", " ")))
			.isEqualTo(new DeskProperties.Agent("liz", "liz"));
	}

	private static DeskProperties.Agent bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("desk", DeskProperties.class)
			.agents()
			.get(0);
	}

}
