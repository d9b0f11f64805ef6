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

package io.github.brevoconversations.autoconfigure.diagnostics;

import io.github.brevoconversations.autoconfigure.account.UnresolvedPlaceholderException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer that says which property under {@code brevo} refers to a placeholder
 * that is not set, such as an environment variable for a key.
 */
class UnresolvedPlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<UnresolvedPlaceholderException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnresolvedPlaceholderException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set '%s', as an environment variable for example, or give the placeholder a default, which may be empty: ${%1$s:}."
					.formatted(cause.getPlaceholder()),
				cause);
	}

}
