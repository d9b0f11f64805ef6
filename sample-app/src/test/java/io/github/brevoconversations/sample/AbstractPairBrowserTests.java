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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test with two browsers side by side.
 */
abstract class AbstractPairBrowserTests extends AbstractDeskBrowserTests {

	static Browser other;

	@BeforeAll
	static void startOther() {
		other = Browser.start();
	}

	@AfterAll
	static void closeOther() {
		if (other != null) {
			other.close();
		}
	}

	@BeforeEach
	void sizeOther() {
		other.size(1280, 800);
	}

	@AfterEach
	void checkOther() {
		assertThat(other.duplicateIds()).isEmpty();
		other.closeOtherTabs();
		assertThat(other.errors()).noneMatch((error) -> error.contains("Content Security Policy"));
	}

}
