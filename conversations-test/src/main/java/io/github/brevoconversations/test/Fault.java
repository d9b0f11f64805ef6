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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between an application and Brevo. Hits every request until
 * the faults are cleared, unless {@link #times(int)}, {@link #share(double)} or
 * {@link #on(String, String)} narrow it down:
 *
 * <pre class="code">
 * server.fail(Fault.status(503).times(2).on("POST", "/conversations/agentOnlinePing"));
 * </pre>
 *
 * <p>
 * Only {@link #delay(Duration)} and {@link #cutOff()} let Brevo carry out the request. A
 * request that is hit by another fault changes nothing in Brevo, and does not count
 * against the rate limit. Immutable: each method returns a new fault.
 *
 * @see BrevoConversationsServer#fail(Fault)
 */
public final class Fault {

	private static final Duration LONGEST_DELAY = Duration.ofDays(1);

	private final Kind kind;

	private final @Nullable Response response;

	private final Duration delay;

	private final Map<String, String> headers;

	private final int times;

	private final double share;

	private final Predicate<ReceivedRequest> requests;

	private Fault(Kind kind, @Nullable Response response, Duration delay, Map<String, String> headers, int times,
			double share, Predicate<ReceivedRequest> requests) {
		this.kind = kind;
		this.response = response;
		this.delay = delay;
		this.headers = headers;
		this.times = times;
		this.share = share;
		this.requests = requests;
	}

	private static Fault of(Kind kind, @Nullable Response response, Duration delay) {
		return new Fault(kind, response, delay, Map.of(), Integer.MAX_VALUE, 1, (request) -> true);
	}

	/**
	 * Respond with a status, and with the body that Brevo typically sends with it.
	 * @param status the status, from 200 to 599; below 400 the body is empty
	 * @return the fault
	 * @throws IllegalArgumentException if the status is out of range
	 */
	public static Fault status(int status) {
		return of(Kind.RESPONSE, ErrorResponses.of(requireStatus(status)), Duration.ZERO);
	}

	/**
	 * Respond with a status and a body, such as the HTML page of a proxy.
	 * @param status the status, from 200 to 599
	 * @param contentType the body's type, such as {@code text/html}
	 * @param body the body; not sent with a 204 or a 304
	 * @return the fault
	 * @throws IllegalArgumentException if the status is out of range
	 */
	public static Fault body(int status, String contentType, String body) {
		return of(Kind.RESPONSE, new Response(requireStatus(status), contentType, body, Map.of()), Duration.ZERO);
	}

	/**
	 * Carry out the request immediately, but respond late. Can be combined with the other
	 * faults, which then happen late, and with other delays, which add up.
	 * @param delay how late, in real time and not on the server's clock; not negative and
	 * at most a day
	 * @return the fault
	 * @throws IllegalArgumentException if the delay is out of range
	 */
	public static Fault delay(Duration delay) {
		if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException("A delay must be between zero and a day: " + delay);
		}
		return of(Kind.DELAY, null, delay);
	}

	/**
	 * Reset the TCP connection instead of responding.
	 * @return the fault
	 */
	public static Fault reset() {
		return of(Kind.RESET, null, Duration.ZERO);
	}

	/**
	 * Accept the request and never respond.
	 * @return the fault
	 */
	public static Fault hang() {
		return of(Kind.HANG, null, Duration.ZERO);
	}

	/**
	 * Carry out the request, send the response's headers and half of its body, and close
	 * the connection. If the response would have no body, it is half of <code>{}</code>,
	 * and a 204 becomes a 200.
	 * @return the fault
	 */
	public static Fault cutOff() {
		return of(Kind.CUT_OFF, null, Duration.ZERO);
	}

	/**
	 * Hit at most a number of requests.
	 * @param times how many requests to hit; positive
	 * @return the narrower fault
	 * @throws IllegalArgumentException if the number is not positive
	 */
	public Fault times(int times) {
		if (times < 1) {
			throw new IllegalArgumentException("'times' must be positive: " + times);
		}
		return new Fault(this.kind, this.response, this.delay, this.headers, times, this.share, this.requests);
	}

	/**
	 * Hit a share of the requests, spread evenly and not at random: a share of 0.25 hits
	 * every fourth request.
	 * @param share the share, from 0 to 1
	 * @return the narrower fault
	 * @throws IllegalArgumentException if the share is out of range
	 */
	public Fault share(double share) {
		if (!(share >= 0 && share <= 1)) {
			throw new IllegalArgumentException("'share' must be between 0 and 1: " + share);
		}
		return new Fault(this.kind, this.response, this.delay, this.headers, this.times, share, this.requests);
	}

	/**
	 * Hit the requests of one operation.
	 * @param method the HTTP method, in any case
	 * @param pathPrefix what the path starts with, still percent-encoded; with or without
	 * the leading {@code /v3}
	 * @return the narrower fault
	 */
	public Fault on(String method, String pathPrefix) {
		return on((request) -> request.method().equals(method.toUpperCase(Locale.ROOT))
				&& (request.path().startsWith(pathPrefix)
						|| request.path().startsWith(ConversationsApi.VERSION + pathPrefix)));
	}

	/**
	 * Hit certain requests. Replaces the choice of an earlier call.
	 * @param requests whether to hit a request; called on the server's thread, must not
	 * block
	 * @return the narrower fault
	 */
	public Fault on(Predicate<ReceivedRequest> requests) {
		return new Fault(this.kind, this.response, this.delay, this.headers, this.times, this.share, requests);
	}

	/**
	 * Add a header to the response, if there is one: a {@code Retry-After}, a
	 * {@code Location}, or a rate limit that differs from the server's own.
	 * @param name the header's name; a header of the same name is replaced
	 * @param value the header's value
	 * @return the fault with the header
	 */
	public Fault header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name.toLowerCase(Locale.ROOT), value);
		return new Fault(this.kind, this.response, this.delay, headers, this.times, this.share, this.requests);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.kind.name().toLowerCase(Locale.ROOT));
		if (this.response != null) {
			text.append(" ").append(this.response.status());
		}
		if (this.kind == Kind.DELAY) {
			text.append(" ").append(this.delay);
		}
		if (this.times != Integer.MAX_VALUE) {
			text.append(", times ").append(this.times);
		}
		if (this.share != 1) {
			text.append(", share ").append(this.share);
		}
		return text.toString();
	}

	Kind kind() {
		return this.kind;
	}

	@Nullable Response response() {
		return this.response;
	}

	Duration delay() {
		return this.delay;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	int times() {
		return this.times;
	}

	double share() {
		return this.share;
	}

	boolean concerns(ReceivedRequest request) {
		return this.requests.test(request);
	}

	private static int requireStatus(int status) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("A status must be between 200 and 599: " + status);
		}
		return status;
	}

	/**
	 * What a fault does.
	 */
	enum Kind {

		RESPONSE, DELAY, RESET, HANG, CUT_OFF

	}

}
