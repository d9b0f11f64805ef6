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

package io.github.brevoconversations.presence;

/**
 * Turns failures of the store into failures of marks.
 */
final class MarkFailures {

	private MarkFailures() {
	}

	/**
	 * Return the failure of a mark.
	 * @param mark the mark
	 * @param failure what the store failed with
	 * @return the failure
	 */
	static RuntimeException of(Mark mark, Throwable failure) {
		if (failure instanceof IllegalArgumentException ex) {
			return ex;
		}
		if (failure instanceof LockedAgentsException) {
			return new ActiveAgentStoreException(
					notStored(mark) + ", because another transaction has locked it in the store; mark it again",
					failure);
		}
		boolean unknown = !(failure instanceof ActiveAgentStoreException known) || known.isOutcomeUnknown();
		String message = unknown
				? "It is unknown whether %s is marked %s, because the store failed or did not respond in time; mark it again"
					.formatted(mark.agent(), state(mark))
				: notStored(mark) + "; mark it again once the store can be reached";
		Throwable cause = (failure instanceof ActiveAgentStoreException && failure.getCause() != null)
				? failure.getCause() : failure;
		return new ActiveAgentStoreException(message, cause, unknown);
	}

	/**
	 * Return the failure of a mark that was not attempted.
	 * @param mark the mark
	 * @param failure the failure of other marks
	 * @return the failure
	 */
	static RuntimeException givenUp(Mark mark, Throwable failure) {
		return new ActiveAgentStoreException(notStored(mark) + ", because the store is failing", failure);
	}

	private static String notStored(Mark mark) {
		return "%s is not marked %s".formatted(mark.agent(), state(mark));
	}

	private static String state(Mark mark) {
		return mark.active() ? "active" : "inactive";
	}

}
