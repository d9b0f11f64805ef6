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

package io.github.brevoconversations.client.http;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Replaces the JDK's client when it is old, and so its connections, whose age it cannot
 * limit. New calls get the new client. The old one ends its calls, and then ends itself:
 * since Java 21 when it is told to, before that when it is garbage.
 */
final class RenewedHttpClient implements Supplier<HttpClient> {

	/**
	 * The maximum number of old clients that the garbage collector has not found yet.
	 * Each has a thread.
	 */
	private static final int MAX_RETIRED = 5;

	private static final @Nullable Method SHUTDOWN = ClassUtils.getMethodIfAvailable(HttpClient.class, "shutdown");

	private final Supplier<HttpClient> factory;

	private final long maxAge;

	private final LongSupplier nanoTime;

	private final List<WeakReference<HttpClient>> retired = new ArrayList<>();

	private @Nullable HttpClient previous;

	private volatile Aged current;

	RenewedHttpClient(Supplier<HttpClient> factory, Duration maxAge, LongSupplier nanoTime) {
		this.factory = factory;
		this.maxAge = maxAge.toNanos();
		this.nanoTime = nanoTime;
		this.current = new Aged(factory.get(), nanoTime.getAsLong());
	}

	@Override
	public HttpClient get() {
		Aged current = this.current;
		return isOld(current) ? renewed() : current.client();
	}

	private boolean isOld(Aged client) {
		return this.nanoTime.getAsLong() - client.since() >= this.maxAge;
	}

	private synchronized HttpClient renewed() {
		Aged current = this.current;
		if (isOld(current)) {
			current = new Aged(mayRenew() ? renewed(current.client()) : current.client(), this.nanoTime.getAsLong());
			this.current = current;
		}
		return current.client();
	}

	private boolean mayRenew() {
		this.retired.removeIf((client) -> client.refersTo(null));
		return this.retired.size() < MAX_RETIRED;
	}

	private HttpClient renewed(HttpClient current) {
		HttpClient previous = this.previous;
		if (SHUTDOWN == null && previous != null) {
			this.retired.add(new WeakReference<>(previous));
		}
		else if (SHUTDOWN != null && previous != null) {
			ReflectionUtils.invokeMethod(SHUTDOWN, previous);
		}
		// not told to end yet, since a call may be about to begin with it
		this.previous = current;
		return this.factory.get();
	}

	/**
	 * A client of some age.
	 *
	 * @param client the client
	 * @param since when it was made
	 */
	private record Aged(HttpClient client, long since) {

	}

}
