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

import io.github.brevoconversations.release.PublishedPom.Dependency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the POMs that are published.
 */
class PublishedPomTests {

	private static final String OURS = "io.github.brevoconversations:";

	@ParameterizedTest
	@EnumSource
	void containsWhatMavenCentralRequires(PublishedModule module) throws Exception {
		PublishedPom pom = new PublishedPom(module);
		assertThat(pom.text("/project/groupId")).isEqualTo("io.github.brevoconversations");
		assertThat(pom.text("/project/artifactId")).isEqualTo(module.artifactId());
		assertThat(pom.text("/project/version")).isEqualTo(PublishedModule.VERSION);
		assertThat(pom.text("/project/name")).startsWith("Brevo Conversations");
		assertThat(pom.text("/project/description")).isNotEmpty();
		assertThat(pom.text("/project/licenses/license/name")).startsWith("Apache");
		assertThat(pom.text("/project/licenses/license/url")).startsWith("https://");
		assertThat(pom.text("/project/developers/developer/name")).isNotEmpty();
		assertThat(pom.text("/project/scm/connection")).startsWith("scm:git:");
		assertThat(pom.text("/project/scm/developerConnection")).startsWith("scm:git:");
	}

	@ParameterizedTest
	@EnumSource
	void pointsToTheRepositoryAndNotBelowIt(PublishedModule module) throws Exception {
		PublishedPom pom = new PublishedPom(module);
		assertThat(pom.text("/project/url")).startsWith("https://").doesNotContain(module.artifactId() + "/");
		assertThat(pom.text("/project/scm/url")).isEqualTo(pom.text("/project/url"));
		assertThat(pom.text("/project/scm/connection")).isEqualTo("scm:git:" + pom.text("/project/url") + ".git");
	}

	@ParameterizedTest
	@EnumSource
	void containsNothingOfTheBuild(PublishedModule module) throws Exception {
		assertThat(new PublishedPom(module).childrenOfProject()).isSubsetOf("modelVersion", "groupId", "artifactId",
				"version", "name", "description", "url", "inceptionYear", "licenses", "developers", "scm",
				"dependencies");
	}

	@ParameterizedTest
	@EnumSource
	void bringsNoMoreThanTheModuleNeeds(PublishedModule module) throws Exception {
		assertThat(new PublishedPom(module).dependencies()).filteredOn((dependency) -> !dependency.optional())
			.extracting(Dependency::coordinates)
			.containsExactlyInAnyOrderElementsOf(module.dependencies());
	}

	@ParameterizedTest
	@EnumSource
	void dependsOnNothingForTestsAndExcludesNothing(PublishedModule module) throws Exception {
		assertThat(new PublishedPom(module).dependencies()).isNotEmpty().allSatisfy((dependency) -> {
			assertThat(dependency.scope()).isIn("compile", "runtime");
			assertThat(dependency.elements()).isSubsetOf("groupId", "artifactId", "version", "scope", "optional");
		});
	}

	@ParameterizedTest
	@EnumSource
	void namesTheVersionThatEachDependencyWasTestedWith(PublishedModule module) throws Exception {
		assertThat(new PublishedPom(module).dependencies()).allSatisfy((dependency) -> {
			if (dependency.coordinates().startsWith(OURS)) {
				assertThat(dependency.version()).isEqualTo(PublishedModule.VERSION);
			}
			else if (dependency.coordinates().startsWith("org.springframework.boot:")) {
				assertThat(dependency.version()).isEqualTo(System.getProperty("spring-boot.version"));
			}
			else {
				assertThat(dependency.version()).matches("\\d+(\\.\\d+)+([.-]\\w+)?");
			}
		});
	}

}
