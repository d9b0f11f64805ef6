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

import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the archives that are published.
 */
class PublishedJarTests {

	private static final String PACKAGES = "io/github/brevoconversations/";

	@ParameterizedTest
	@EnumSource
	void hasANameAVersionAndTheLicense(PublishedModule module) throws Exception {
		try (JarFile jar = module.jar()) {
			Attributes manifest = jar.getManifest().getMainAttributes();
			assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(module.moduleName());
			assertThat(manifest.getValue("Implementation-Version")).isEqualTo(PublishedModule.VERSION);
			assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void containsOurClassesAndNoTests(PublishedModule module) throws Exception {
		assertThat(PublishedModule.files(module.jar())).allSatisfy((file) -> {
			assertThat(file).matches("(META-INF/|" + PACKAGES + ").+");
			assertThat(file).doesNotContain("Tests").doesNotContain("logback");
		});
	}

	@ParameterizedTest
	@EnumSource
	void hasTheSourceOfEachClass(PublishedModule module) throws Exception {
		Set<String> sources = PublishedModule.files(module.sources());
		assertThat(sources).contains("META-INF/LICENSE");
		assertThat(PublishedModule.files(module.jar()))
			.filteredOn((file) -> file.endsWith(".class") && !file.contains("$"))
			.allSatisfy((file) -> assertThat(sources).contains(file.replace(".class", ".java")));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STARTER")
	void documentsEachPackage(PublishedModule module) throws Exception {
		Set<String> pages = PublishedModule.files(module.javadoc());
		assertThat(pages).contains("index.html");
		assertThat(PublishedModule.files(module.jar())).filteredOn((file) -> file.endsWith("package-info.class"))
			// These have nothing public, as they are for Spring Boot alone
			.filteredOn((file) -> !file.startsWith(PACKAGES + "autoconfigure/diagnostics/")
					&& !file.startsWith(PACKAGES + "autoconfigure/testcontainers/"))
			.isNotEmpty()
			.allSatisfy(
					(file) -> assertThat(pages).contains(file.replace("package-info.class", "package-summary.html")));
	}

	@Test
	void saysInTheStarterWhereTheDocumentationIs() throws Exception {
		assertThat(PublishedModule.files(PublishedModule.STARTER.javadoc())).contains("README.md");
		assertThat(PublishedModule.files(PublishedModule.STARTER.jar())).noneMatch((file) -> file.endsWith(".class"));
	}

}
