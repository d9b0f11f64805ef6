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

package io.github.brevoconversations.faults;

import java.util.function.Function;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.Call;

/**
 * What a call must come to.
 *
 * @param error the type of its error, or {@code null} for success
 * @param requests the number of requests that it must make
 */
record Outcome(Class<? extends BrevoException> error, int requests) {

	static final int MAX_REQUESTS = 3;

	static Outcome success(int requests) {
		return new Outcome(null, requests);
	}

	static Outcome failure(Class<? extends BrevoException> error, int requests) {
		return new Outcome(error, requests);
	}

	/**
	 * Return the outcomes of a fault that no call is retried for.
	 * @param error the type of the error
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> lasting(Class<? extends BrevoException> error) {
		return (call) -> failure(error, 1);
	}

	/**
	 * Return the outcomes of a fault that persists, after which Brevo may have processed
	 * the request.
	 * @param error the type of the error
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> persisting(Class<? extends BrevoException> error) {
		return (call) -> failure(error, call.isSend() ? 1 : MAX_REQUESTS);
	}

	/**
	 * Return the outcomes of a fault that happens once, after which Brevo may have
	 * processed the request.
	 * @param error the type of the error
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> passing(Class<? extends BrevoException> error) {
		return (call) -> call.isSend() ? failure(error, 1) : success(2);
	}

	/**
	 * Return the outcomes of a fault that happens once, after which Brevo may have
	 * processed the request, and then does not find the message.
	 * @param error the type of the error
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> passingToNotFound(Class<? extends BrevoException> error) {
		return (call) -> {
			if (call.isSend()) {
				return failure(error, 1);
			}
			return call.isDeletion() ? success(2) : failure(BrevoNotFoundException.class, 2);
		};
	}

	/**
	 * Return the outcomes of a success that carries no message, which only the operations
	 * need that return one.
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> noMessage() {
		return (call) -> call.returnsMessage() ? failure(BrevoCommunicationException.class, 1) : success(1);
	}

	/**
	 * Return the outcomes of a rate limit that is waited out in vain.
	 * @return the outcome for each call
	 */
	static Function<Call, Outcome> rateLimited() {
		return (call) -> failure(BrevoRateLimitedException.class, MAX_REQUESTS);
	}

}
