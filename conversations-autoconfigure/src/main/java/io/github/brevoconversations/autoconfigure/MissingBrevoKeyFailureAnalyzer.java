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

package io.github.brevoconversations.autoconfigure;

import java.util.Locale;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says that an application that was processed ahead of time cannot do without a key.
 */
class MissingBrevoKeyFailureAnalyzer extends AbstractFailureAnalyzer<MissingBrevoKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingBrevoKeyException cause) {
		String property = cause.getProperty();
		return new FailureAnalysis(
				"The client for Brevo cannot be made because no API key for Brevo is set. This application was processed ahead of time, with a client, whether there is a key or not.",
				"Set the property '%s' (or the environment variable %s) to an API key of your Brevo account. For an application without Brevo, set 'brevo.enabled' to false where it is processed ahead of time."
					.formatted(property, property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT)),
				cause);
	}

}
