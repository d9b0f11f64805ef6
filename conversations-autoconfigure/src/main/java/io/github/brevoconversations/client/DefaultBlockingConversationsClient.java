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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * {@link BlockingConversationsClient} on top of a {@link ConversationsClient}.
 */
final class DefaultBlockingConversationsClient implements BlockingConversationsClient {

	private final ConversationsClient client;

	DefaultBlockingConversationsClient(ConversationsClient client) {
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
	}

	@Override
	public ConversationsMessage sendMessage(SendMessageRequest request) {
		return message(this.client.sendMessage(request));
	}

	@Override
	public ConversationsMessage getMessage(String id) {
		return message(this.client.getMessage(id));
	}

	@Override
	public ConversationsMessage updateMessage(String id, String text) {
		return message(this.client.updateMessage(id, text));
	}

	@Override
	public void deleteMessage(String id) {
		await(this.client.deleteMessage(id));
	}

	@Override
	public ConversationsMessage sendPushedMessage(SendPushedMessageRequest request) {
		return message(this.client.sendPushedMessage(request));
	}

	@Override
	public ConversationsMessage getPushedMessage(String id) {
		return message(this.client.getPushedMessage(id));
	}

	@Override
	public ConversationsMessage updatePushedMessage(String id, String text) {
		return message(this.client.updatePushedMessage(id, text));
	}

	@Override
	public void deletePushedMessage(String id) {
		await(this.client.deletePushedMessage(id));
	}

	@Override
	public void pingAgentOnline(AgentIdentity agent) {
		await(this.client.pingAgentOnline(agent));
	}

	@Override
	public @Nullable RateLimit rateLimit() {
		return this.client.rateLimit();
	}

	private ConversationsMessage message(Mono<ConversationsMessage> call) {
		ConversationsMessage message = await(call);
		Assert.state(message != null, "The ConversationsClient returned no message");
		return message;
	}

	private <T> @Nullable T await(Mono<T> call) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"BlockingConversationsClient must not be used on thread '%s', which must not block; use ConversationsClient there"
						.formatted(Thread.currentThread().getName()));
		}
		if (Thread.currentThread().isInterrupted()) {
			throw BrevoCommunicationException.neverSent("Interrupted before the call was made, so nothing was sent",
					null);
		}
		BlockingCall<T> waiting = new BlockingCall<>();
		try {
			// a retry runs on another thread, which does not have the thread-local values
			// of this one
			Throwable failure = waiting.await(call.contextCapture());
			if (failure != null) {
				throw callerVisible(failure);
			}
			return waiting.value();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted(waiting, ex);
		}
	}

	private BrevoException interrupted(BlockingCall<?> waiting, InterruptedException cause) {
		return waiting.abandon(this.client instanceof DefaultConversationsClient)
				? BrevoCommunicationException.unusable("Interrupted while waiting for Brevo's response", null, cause)
				: BrevoCommunicationException.neverSent("Interrupted before anything was sent", cause);
	}

	private static RuntimeException callerVisible(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		RuntimeException exception = (failure instanceof RuntimeException runtime) ? runtime
				: new IllegalStateException(failure);
		// its own stack trace is of another thread, and does not show where the call was
		// made
		exception.addSuppressed(new BlockingCallSite());
		return exception;
	}

	/**
	 * Marks where a blocking call was made.
	 */
	private static final class BlockingCallSite extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BlockingCallSite() {
			super("The blocking call was made here");
		}

	}

}
