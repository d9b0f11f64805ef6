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

package io.github.brevoconversations.autoconfigure.oauth2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.core.codec.Hints;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyExtractor;

/**
 * Makes codecs read a response without logging it.
 *
 * @param context the original context
 */
record QuietContext(BodyExtractor.Context context) implements BodyExtractor.Context {

	@Override
	public List<HttpMessageReader<?>> messageReaders() {
		return this.context.messageReaders();
	}

	@Override
	public Optional<ServerHttpResponse> serverResponse() {
		return this.context.serverResponse();
	}

	@Override
	public Map<String, Object> hints() {
		return Hints.merge(this.context.hints(), Hints.SUPPRESS_LOGGING_HINT, true);
	}

}
