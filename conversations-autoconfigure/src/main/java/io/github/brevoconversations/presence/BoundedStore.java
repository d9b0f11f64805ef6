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

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;

/**
 * A store whose calls neither block the caller nor last forever, whatever the wrapped
 * store does. They run on threads that nothing else can block. Whatever is thrown becomes
 * an error signal. Thread-safe.
 */
final class BoundedStore implements ActiveAgentStore {

	private final ActiveAgentStore store;

	private final StoreThreads threads;

	private final Duration limit;

	BoundedStore(ActiveAgentStore store, Duration limit) {
		this(store, new OwnStoreThreads(), limit);
	}

	/**
	 * Create a store with bounded calls.
	 * @param store the store to call
	 * @param threads what runs the calls
	 * @param limit how long a call may take
	 */
	BoundedStore(ActiveAgentStore store, StoreThreads threads, Duration limit) {
		this.store = store;
		this.threads = threads;
		this.limit = limit;
	}

	private <T> Mono<T> call(Supplier<Mono<T>> call) {
		Mono<T> submitted = Mono.<Signal<T>>create((sink) -> submit(call, sink)).dematerialize();
		return GuardedCall.storeWithin(this.limit, submitted);
	}

	private <T> void submit(Supplier<Mono<T>> call, MonoSink<Signal<T>> sink) {
		Disposable.Swap begun = Disposables.swap();
		Disposable.Composite all = Disposables.composite(begun);
		sink.onCancel(all);
		try {
			all.add(this.threads.run(() -> begin(call, sink, begun)));
		}
		catch (RejectedExecutionException ex) {
			sink.success(Signal.error(new IllegalStateException("All threads of the store are blocked", ex)));
		}
		catch (Throwable ex) {
			// for example, no memory for another thread
			sink.success(Signal.error(ex));
		}
	}

	// A failure is passed on as a value, so that it is silently dropped after a timeout.
	private static <T> void begin(Supplier<Mono<T>> call, MonoSink<Signal<T>> sink, Disposable.Swap begun) {
		try {
			begun.update(GuardedCall.of(Mono.defer(call)).materialize().subscribe(sink::success));
		}
		catch (Throwable ex) {
			sink.success(Signal.error(ex));
		}
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return call(() -> this.store.mark(marks));
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return call(() -> this.store.drop(agent, refusedAgo));
	}

	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		return call(() -> this.store.configure(agents));
	}

	@Override
	public Mono<Void> restore(Collection<ActiveAgent> agents, @Nullable AccountState account, Instant now) {
		return call(() -> this.store.restore(agents, account, now));
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return call(() -> this.store.list(max));
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return call(() -> this.store.find(agents));
	}

	@Override
	public Mono<Integer> size() {
		return call(this.store::size);
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return call(() -> this.store.claimDue(request));
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return call(() -> this.store.schedule(pings, update));
	}

	@Override
	public boolean isShared() {
		return this.store.isShared();
	}

}
