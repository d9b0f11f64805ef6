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

package io.github.brevoconversations.test;

/**
 * Thrown if a test was about to call the real Brevo. Nothing was sent. It is the cause of
 * the {@code BrevoCommunicationException} with which such a call fails.
 *
 * @serial exclude
 */
public final class CallOfRealBrevoException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	CallOfRealBrevoException(String host) {
		super("This test must not call %s. Annotate its class with @%s, or set %s=true if it is meant to".formatted(
				host, AutoConfigureBrevoConversationsServer.class.getSimpleName(), RealBrevoGuard.ALLOW_PROPERTY));
	}

}
