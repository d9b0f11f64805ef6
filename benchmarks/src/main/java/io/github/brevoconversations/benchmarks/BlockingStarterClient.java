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

package io.github.brevoconversations.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;

/**
 * The starter's blocking client, on platform threads or virtual threads.
 */
final class BlockingStarterClient extends BlockingClient {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private final StarterClient starter;

	private final BlockingConversationsClient client;

	private BlockingStarterClient(String baseUrl, ExecutorService threads) {
		super(threads);
		this.starter = new StarterClient(baseUrl);
		this.client = this.starter.bean(BlockingConversationsClient.class);
	}

	static BlockingStarterClient onPlatformThreads(String baseUrl) {
		return new BlockingStarterClient(baseUrl, Executors.newCachedThreadPool());
	}

	static BlockingStarterClient onVirtualThreads(String baseUrl) {
		try {
			// Does not exist yet in the version of Java that this is compiled for
			return new BlockingStarterClient(baseUrl,
					(ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("No virtual threads", ex);
		}
	}

	static boolean hasVirtualThreads() {
		return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
	}

	@Override
	void call(MeasuredCall operation) {
		switch (operation) {
			case SEND -> this.client.sendMessage(
					SendMessageRequest.of(Sample.VISITOR_ID, Sample.TEXT, AgentIdentity.ofId(Sample.AGENT_ID)));
			case GET -> this.client.getMessage(Sample.MESSAGE_ID);
			case PING -> this.client.pingAgentOnline(AgentIdentity.ofId(Sample.AGENT_ID));
		}
	}

	@Override
	public void close() {
		super.close();
		this.starter.close();
	}

}
