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
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A way for a {@link BrevoConversationsServer} to fail. Immutable. Unless it is narrowed
 * down, it meets every request until it is cleared.
 */
public final class Fault {

	private final Kind kind;

	private final Reply reply;

	private final Duration delay;

	private final int times;

	private final double share;

	private final Predicate<ReceivedRequest> requests;

	private Fault(Kind kind, Reply reply, Duration delay, int times, double share,
			Predicate<ReceivedRequest> requests) {
		this.kind = kind;
		this.reply = reply;
		this.delay = delay;
		this.times = times;
		this.share = share;
		this.requests = requests;
	}

	private static Fault of(Kind kind) {
		return new Fault(kind, Reply.empty(200), Duration.ZERO, Integer.MAX_VALUE, 1, (request) -> true);
	}

	/**
	 * Answer with a status, and a body such as Brevo's, and do nothing else.
	 * @param status the status, from 100 to 599
	 * @return the fault
	 */
	public static Fault status(int status) {
		return answer(Reply.error(status, "fault", "This failure was asked for"));
	}

	/**
	 * Answer with a body that is not Brevo's, such as a proxy's page, and do nothing
	 * else.
	 * @param status the status, from 100 to 599
	 * @param contentType the content type
	 * @param body the body
	 * @return the fault
	 */
	public static Fault body(int status, String contentType, String body) {
		return answer(Reply.text(status, contentType, body));
	}

	private static Fault answer(Reply reply) {
		Assert.isTrue(reply.status() >= 100 && reply.status() < 600, "'status' must be from 100 to 599");
		return new Fault(Kind.ANSWER, reply, Duration.ZERO, Integer.MAX_VALUE, 1, (request) -> true);
	}

	/**
	 * Carry the request out at once, but answer late.
	 * @param delay how late
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		return new Fault(Kind.DELAY, Reply.empty(200), delay, Integer.MAX_VALUE, 1, (request) -> true);
	}

	/**
	 * Reset the connection without an answer, and do nothing else.
	 * @return the fault
	 */
	public static Fault reset() {
		return of(Kind.RESET);
	}

	/**
	 * Never answer, and do nothing else.
	 * @return the fault
	 */
	public static Fault hang() {
		return of(Kind.HANG);
	}

	/**
	 * Carry the request out, but close the connection in the middle of the answer's body.
	 * An empty body is announced as a longer one.
	 * @return the fault
	 */
	public static Fault cutOff() {
		return of(Kind.CUT_OFF);
	}

	/**
	 * Return this fault for a number of requests, after which it clears itself.
	 * @param times how many requests it meets, above zero
	 * @return the new fault
	 */
	public Fault times(int times) {
		Assert.isTrue(times > 0, "'times' must be above zero");
		return new Fault(this.kind, this.reply, this.delay, times, this.share, this.requests);
	}

	/**
	 * Return this fault for a share of the requests, spread evenly: a half meets every
	 * second one.
	 * @param share the share, from 0 to 1
	 * @return the new fault
	 */
	public Fault share(double share) {
		Assert.isTrue(share >= 0 && share <= 1, "'share' must be from 0 to 1");
		return new Fault(this.kind, this.reply, this.delay, this.times, share, this.requests);
	}

	/**
	 * Return this fault for requests of a method to paths with a beginning.
	 * @param method the HTTP method
	 * @param pathPrefix what the path begins with, such as
	 * {@code /v3/conversations/messages}
	 * @return the new fault
	 */
	public Fault on(String method, String pathPrefix) {
		return on((request) -> request.method().equals(method) && request.path().startsWith(pathPrefix));
	}

	/**
	 * Return this fault for some requests only.
	 * @param requests tells which
	 * @return the new fault
	 */
	public Fault on(Predicate<ReceivedRequest> requests) {
		Assert.notNull(requests, "'requests' must not be null");
		return new Fault(this.kind, this.reply, this.delay, this.times, this.share, this.requests.and(requests));
	}

	Kind kind() {
		return this.kind;
	}

	Duration delay() {
		return this.delay;
	}

	/**
	 * Return the answer that takes the place of the true one.
	 * @return the answer, or {@code null} if the request is to be carried out
	 */
	@Nullable Reply reply() {
		return (this.kind == Kind.ANSWER) ? this.reply : null;
	}

	int times() {
		return this.times;
	}

	double share() {
		return this.share;
	}

	boolean meets(ReceivedRequest request) {
		return this.requests.test(request);
	}

	@Override
	public String toString() {
		return switch (this.kind) {
			case ANSWER -> "answers with status " + this.reply.status();
			case DELAY -> "answers after " + this.delay;
			case RESET -> "resets connections";
			case HANG -> "never answers";
			case CUT_OFF -> "cuts answers off";
		};
	}

	/**
	 * The ways to fail.
	 */
	enum Kind {

		ANSWER, DELAY, RESET, HANG, CUT_OFF

	}

}
