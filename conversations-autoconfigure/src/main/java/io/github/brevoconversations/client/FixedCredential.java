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

package io.github.brevoconversations.client;

import reactor.core.publisher.Mono;

/**
 * {@link CredentialSource} of a credential that never changes. It holds no {@link Mono},
 * so that creating a client does not load Reactor.
 *
 * @param credential the credential
 */
record FixedCredential(RequestCredential credential) implements CredentialSource {

	@Override
	public RequestCredential fixed() {
		return this.credential;
	}

	@Override
	public Mono<RequestCredential> get(Operation operation) {
		return Mono.just(this.credential);
	}

	@Override
	public String toString() {
		return this.credential.toString();
	}

}
