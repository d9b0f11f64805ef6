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

package io.github.brevoconversations.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Scanner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing depends on the default locale: in some, numbers have other digits
 * and letters other counterparts, which neither Brevo nor a log should see.
 */
@AnalyzeClasses(packages = "io.github.brevoconversations", importOptions = ImportOption.DoNotIncludeTests.class)
class DefaultLocaleTests {

	private static final Path SOURCES = Path.of("src", "main", "java");

	/**
	 * A conversion that writes by the locale, in other words any but those of text,
	 * characters, booleans, line ends and the percent sign itself.
	 */
	private static final Pattern BY_LOCALE = Pattern.compile("%[-#+ 0,(<\\d$.]*[doxXeEfgGaAtTSCB]");

	private static final String OF_LUA = "string.format(";

	@ArchTest
	final ArchRule nothingChangesLettersByTheDefaultLocale = ArchRuleDefinition.noClasses()
		.should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase");

	@ArchTest
	final ArchRule nothingFormatsNumbersAndDatesByTheDefaultLocale = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.areAssignableTo(NumberFormat.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(DecimalFormat.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(SimpleDateFormat.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Scanner.class)
		.orShould()
		.callMethod(DateTimeFormatter.class, "ofPattern", String.class);

	@Test
	void formatsNothingWithTheDefaultLocale() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<String> lines = files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap(DefaultLocaleTests::lines)
				.toList();
			assertThat(lines).anyMatch((line) -> line.contains("%s"))
				.filteredOn((line) -> line.contains("\"") && !line.contains(OF_LUA))
				.noneMatch((line) -> BY_LOCALE.matcher(line).find());
		}
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream().map((line) -> file.getFileName() + ": " + line.strip());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
