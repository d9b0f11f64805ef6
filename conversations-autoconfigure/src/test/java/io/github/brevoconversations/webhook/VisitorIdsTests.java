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

package io.github.brevoconversations.webhook;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VisitorIds}.
 */
class VisitorIdsTests {

	private final VisitorIds ids = new VisitorIds("s3cret");

	@Test
	void createsIdsOfThirtyTwoLettersAndDigits() {
		Set<String> all = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			String id = this.ids.of("user" + i);
			assertThat(id).matches("[0-9A-Za-z]{32}");
			all.add(id);
		}
		assertThat(all).hasSize(10_000);
	}

	@Test
	void createsTheSameIdForever() {
		assertThat(this.ids.of("ann")).isEqualTo(new VisitorIds("s3cret", "default").of("ann"))
			.isEqualTo("H0CsuHeQRniM5CGBnttvcGAjsyiXSjq4");
	}

	@Test
	void createsAnotherIdForAnotherSecretAccountOrUser() {
		assertThat(Set.of(this.ids.of("ann"), this.ids.of("Ann"), new VisitorIds("other").of("ann"),
				new VisitorIds("s3cret", "shop").of("ann"), new VisitorIds("s3cret", "defaulta").of("nn")))
			.hasSize(5);
	}

	@Test
	void matchesTheUserAlone() {
		String id = this.ids.of("ann");
		assertThat(this.ids.matches(id, "ann")).isTrue();
		assertThat(this.ids.matches(id, "tom")).isFalse();
		assertThat(this.ids.matches(id + "x", "ann")).isFalse();
		assertThat(this.ids.matches("", "ann")).isFalse();
		assertThat(this.ids.matches(null, "ann")).isFalse();
	}

	@Test
	void rejectsWhatWouldGiveTwoUsersOneId() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.ids.of("a\ud83d"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.ids.of(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> new VisitorIds(" "));
	}

	@Test
	void doesNotRevealTheSecret() {
		assertThat(this.ids.toString()).doesNotContain("s3cret");
	}

}
