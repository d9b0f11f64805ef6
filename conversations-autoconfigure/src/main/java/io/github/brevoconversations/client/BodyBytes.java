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

import java.util.Arrays;
import java.util.function.Consumer;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Reads a body into an array, and unpacks it, in one operator instead of the six that
 * Spring's utilities need for that.
 */
final class BodyBytes extends Mono<byte[]> {

	private final Flux<DataBuffer> body;

	private final int maxBytes;

	private final boolean truncated;

	/**
	 * Create a reader of a body.
	 * @param body the body
	 * @param maxBytes how many bytes to read at most
	 * @param truncated whether only the beginning of a larger body is read; otherwise, it
	 * is a {@link DataBufferLimitException}
	 */
	BodyBytes(Flux<DataBuffer> body, int maxBytes, boolean truncated) {
		this.body = body;
		this.maxBytes = maxBytes;
		this.truncated = truncated;
	}

	@Override
	public void subscribe(CoreSubscriber<? super byte[]> actual) {
		this.body.subscribe(new Reader(actual, this.maxBytes, this.truncated));
	}

	/**
	 * Reads the body. It copies each part, which it releases at once.
	 */
	private static final class Reader implements CoreSubscriber<DataBuffer>, Subscription {

		private static final Consumer<Object> RELEASE = Reader::release;

		private final CoreSubscriber<? super byte[]> actual;

		private final int maxBytes;

		private final boolean truncated;

		private final Context context;

		private byte[] bytes = new byte[0];

		private int size;

		private boolean done;

		private Subscription upstream = Operators.emptySubscription();

		Reader(CoreSubscriber<? super byte[]> actual, int maxBytes, boolean truncated) {
			this.actual = actual;
			this.maxBytes = maxBytes;
			this.truncated = truncated;
			// filters may drop parts of the body before they get here
			this.context = Operators.enableOnDiscard(actual.currentContext(), RELEASE);
		}

		private static void release(Object discarded) {
			if (discarded instanceof DataBuffer part) {
				DataBufferUtils.release(part);
			}
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(DataBuffer part) {
			if (this.done) {
				DataBufferUtils.release(part);
				return;
			}
			boolean full = false;
			try {
				full = append(part);
			}
			catch (Throwable ex) {
				// an error, too: Reactor would throw it at the connector, which drops it
				this.done = true;
				this.upstream.cancel();
				this.actual.onError(ex);
			}
			finally {
				DataBufferUtils.release(part);
			}
			if (full) {
				this.upstream.cancel();
				onComplete();
			}
		}

		private boolean append(DataBuffer part) {
			int left = this.maxBytes - this.size;
			int count = part.readableByteCount();
			if (count > left && !this.truncated) {
				throw new DataBufferLimitException("Exceeded limit on max bytes to buffer : " + this.maxBytes);
			}
			int read = Math.min(count, left);
			if (this.size + read > this.bytes.length) {
				// exactly as large as the first part, which mostly is the only one
				int capacity = (this.size == 0) ? read : Math.max(this.size + read, 2 * this.size);
				this.bytes = Arrays.copyOf(this.bytes, capacity);
			}
			part.read(this.bytes, this.size, read);
			this.size += read;
			return this.truncated && this.size == this.maxBytes;
		}

		@Override
		public void onError(Throwable failure) {
			if (this.done) {
				Operators.onErrorDropped(failure, currentContext());
				return;
			}
			this.done = true;
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			if (this.done) {
				return;
			}
			this.done = true;
			byte[] read;
			try {
				read = Gzip.unpack((this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size),
						this.maxBytes);
			}
			catch (Throwable ex) {
				this.actual.onError(ex);
				return;
			}
			this.actual.onNext(read);
			this.actual.onComplete();
		}

		@Override
		public void request(long count) {
			this.upstream.request(Long.MAX_VALUE);
		}

		@Override
		public void cancel() {
			this.upstream.cancel();
		}

	}

}
