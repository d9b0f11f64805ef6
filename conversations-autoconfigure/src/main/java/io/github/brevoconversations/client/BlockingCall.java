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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that a thread waits for. It is in the Reactor context of the call, so that an
 * interrupted thread can be told whether anything was sent.
 *
 * @param <T> the type of the result
 */
final class BlockingCall<T> implements CoreSubscriber<T>, ForkJoinPool.ManagedBlocker {

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Context context = LateErrors.ofCall(Context.of(BlockingCall.class, this));

	private final List<CallRun<?>> runs = new ArrayList<>(1);

	private @Nullable T value;

	private @Nullable Throwable failure;

	private @Nullable Subscription subscription;

	private boolean abandoned;

	/**
	 * Subscribe to a call, and wait for its end.
	 * @param call the call
	 * @return the failure, or {@code null} if the call succeeded
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Throwable await(Mono<T> call) throws InterruptedException {
		call.subscribe(this);
		try {
			// otherwise, the pool of this thread might have no thread left for the
			// response
			ForkJoinPool.managedBlock(this);
		}
		catch (RejectedExecutionException ex) {
			// the pool already has its maximum number of threads
			if (!isReleasable()) {
				block();
			}
		}
		return this.failure;
	}

	@Override
	public boolean block() throws InterruptedException {
		this.ended.await();
		return true;
	}

	@Override
	public boolean isReleasable() {
		return this.ended.getCount() == 0;
	}

	@Nullable T value() {
		return this.value;
	}

	/**
	 * Record that the client has begun to carry out the call.
	 * @param run the run of the call
	 */
	synchronized void began(CallRun<?> run) {
		this.runs.add(run);
		if (this.abandoned) {
			run.giveUp();
		}
	}

	/**
	 * Give up the call. Nothing is sent from now on.
	 * @param known whether the client {@linkplain #began(CallRun) reports} when it begins
	 * @return whether the request may have reached Brevo
	 */
	boolean abandon(boolean known) {
		List<CallRun<?>> begun;
		Subscription upstream;
		synchronized (this) {
			this.abandoned = true;
			begun = List.copyOf(this.runs);
			upstream = this.subscription;
		}
		if (upstream != null) {
			upstream.cancel();
		}
		begun.forEach(CallRun::giveUp);
		return begun.isEmpty() ? !known : begun.stream().anyMatch(CallRun::isSent);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		synchronized (this) {
			this.subscription = subscription;
		}
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(T value) {
		this.value = value;
	}

	@Override
	public void onError(Throwable failure) {
		if (this.ended.getCount() == 0) {
			Operators.onErrorDropped(failure, this.context);
			return;
		}
		this.failure = failure;
		this.ended.countDown();
	}

	@Override
	public void onComplete() {
		this.ended.countDown();
	}

}
