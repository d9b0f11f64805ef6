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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Sends webhooks over connections that are kept alive, each with new messages in one of
 * 1,000 conversations, and with as little work for each as possible.
 */
final class WebhookLoad {

	private static final int CONNECTIONS = 32;

	private static final int CONVERSATIONS = 1000;

	private static final String BODY = """
			{"eventName":"conversationFragment","conversationId":"conversation-%d","agents":[],"visitor":{"id":"visitor-%d",\
			"threadId":"d9nKoegKSjmCtyK78","source":"widget","browserLanguage":"en","browser":"Firefox","os":"Linux",\
			"country":"DE","city":"Berlin","displayedName":"Ada","attributes":{"EMAIL":"ada@example.com"}},"messages":[%s]}""";

	private static final String MESSAGE = """
			{"id":"message-%d","type":"visitor","text":"Where is my order? I have been waiting for two weeks by now.",\
			"visitorId":"visitor-%d","createdAt":1482512803740,"isPushed":false}""";

	private final int port;

	private final int messages;

	private final AtomicLong ids = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	/**
	 * Create a load.
	 * @param port the port of the server
	 * @param messages how many messages each webhook has
	 */
	WebhookLoad(int port, int messages) {
		this.port = port;
		this.messages = messages;
	}

	/**
	 * Return how many messages were sent so far, each with an id of its own.
	 * @return the number of messages
	 */
	long messages() {
		return this.ids.get();
	}

	long refused() {
		return this.refused.get();
	}

	/**
	 * Send as many webhooks as the server takes.
	 * @param duration for how long
	 * @return how many the server accepted per second
	 * @throws Exception if the server cannot be reached
	 */
	double run(Duration duration) throws Exception {
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		long accepted = send((connection) -> new Schedule(start, end, 0));
		return accepted * 1e9 / (System.nanoTime() - start);
	}

	/**
	 * Send webhooks at a rate, also while the server is slow.
	 * @param duration for how long
	 * @param rate how many to send per second
	 * @throws Exception if the server cannot be reached
	 */
	void run(Duration duration, int rate) throws Exception {
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		long pause = TimeUnit.SECONDS.toNanos(CONNECTIONS) / rate;
		send((connection) -> new Schedule(start + connection * pause / CONNECTIONS, end, pause));
	}

	private long send(IntFunction<Schedule> schedules) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			List<Future<Long>> sent = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				Schedule schedule = schedules.apply(i);
				sent.add(threads.submit(() -> send(schedule)));
			}
			long accepted = 0;
			for (Future<Long> connection : sent) {
				accepted += connection.get();
			}
			return accepted;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private long send(Schedule schedule) {
		long accepted = 0;
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setTcpNoDelay(true);
			InputStream input = new BufferedInputStream(socket.getInputStream());
			long next = schedule.start();
			while (next - schedule.end() < 0 && System.nanoTime() - schedule.end() < 0) {
				awaitTime(next);
				socket.getOutputStream().write(request());
				if (isAccepted(input)) {
					accepted++;
				}
				else {
					this.refused.incrementAndGet();
				}
				next += schedule.pause();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return accepted;
	}

	private static void awaitTime(long time) {
		for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private byte[] request() {
		long first = this.ids.getAndAdd(this.messages);
		long conversation = first / this.messages % CONVERSATIONS;
		String messages = LongStream.range(first, first + this.messages)
			.mapToObj((id) -> MESSAGE.formatted(id, conversation))
			.collect(Collectors.joining(","));
		byte[] body = BODY.formatted(conversation, conversation, messages).getBytes(StandardCharsets.UTF_8);
		byte[] head = """
				POST %s HTTP/1.1\r
				Host: localhost\r
				Authorization: Bearer %s\r
				Content-Type: application/json\r
				Content-Length: %d\r
				\r
				""".formatted(WebhookServer.PATH, WebhookServer.SECRET, body.length)
			.getBytes(StandardCharsets.US_ASCII);
		byte[] request = new byte[head.length + body.length];
		System.arraycopy(head, 0, request, 0, head.length);
		System.arraycopy(body, 0, request, head.length, body.length);
		return request;
	}

	// No response has a body
	private static boolean isAccepted(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		int last = 0;
		while (last != 4) {
			int next = input.read();
			if (next < 0) {
				throw new IOException("The server closed the connection");
			}
			last = (next == ((last % 2 == 0) ? '\r' : '\n')) ? last + 1 : 0;
			head.append((char) next);
		}
		return head.indexOf(" 200 ") > 0;
	}

	/**
	 * When a connection sends.
	 *
	 * @param start when it sends first
	 * @param end when it stops
	 * @param pause the time from one webhook to the next, or zero for none
	 */
	private record Schedule(long start, long end, long pause) {

	}

}
