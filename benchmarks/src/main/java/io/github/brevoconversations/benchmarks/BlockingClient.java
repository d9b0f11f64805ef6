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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A client whose calls block, so that each caller is a thread.
 */
abstract class BlockingClient implements BenchmarkClient {

	private final ExecutorService threads;

	BlockingClient() {
		this(Executors.newCachedThreadPool());
	}

	BlockingClient(ExecutorService threads) {
		this.threads = threads;
	}

	/**
	 * Make one call.
	 * @param operation the operation to call
	 * @throws Exception if it fails
	 */
	abstract void call(MeasuredCall operation) throws Exception;

	@Override
	public void call(MeasuredCall operation, int calls, int callers) {
		List<Callable<Void>> tasks = new ArrayList<>();
		for (int caller = 0; caller < callers; caller++) {
			int share = (calls + caller) / callers;
			tasks.add(() -> {
				for (int i = 0; i < share; i++) {
					call(operation);
				}
				return null;
			});
		}
		try {
			for (Future<Void> future : this.threads.invokeAll(tasks)) {
				future.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException("A call failed", ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
