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

import java.nio.charset.StandardCharsets;

import io.github.brevoconversations.client.BrevoJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Content}.
 */
class ContentTests {

	@Test
	void hasTheAttachmentsOfAnEMail() {
		Content content = content(
				"""
						{"text":"See below","attachments":[{"fileName":"a.pdf","url":"https://files.example/a"},
							{"fileName":"b.pdf","url":"ftp://files.example/b"},{"size":7},{"url":"https://files.example/c"}]}""");
		assertThat(content.text()).isEqualTo("See below");
		assertThat(content.otherFiles()).containsExactly(new SharedFile("a.pdf", "https://files.example/a"),
				new SharedFile("b.pdf", null), new SharedFile("File", "https://files.example/c"));
		assertThat(content.parts()).containsExactly(new TextPart("See below", null));
	}

	@Test
	void linksAFileWhereTheTextNamesIt() {
		Content content = content("""
				{"text":"a.pdf","file":{"filename":"a.pdf","url":"https://files.example/a"}}""");
		assertThat(content.parts()).containsExactly(new TextPart("a.pdf", "https://files.example/a"));
		assertThat(content.otherFiles()).isEmpty();
	}

	@Test
	void isTheNameOfAFileThatComesWithoutWords() {
		assertThat(content("{\"file\":{\"name\":\"a.pdf\"}}").text()).isEqualTo("a.pdf");
		assertThat(content("{\"file\":{\"name\":\" \\u202e \",\"link\":\"https://files.example/a\"}}").text())
			.isEqualTo("File");
		assertThat(content("{\"file\":{\"link\":\"javascript:x\"}}").text()).contains("no text");
	}

	private static Content content(String json) {
		return Content.of(BrevoJson.read(json.getBytes(StandardCharsets.UTF_8)).asMessage());
	}

}
