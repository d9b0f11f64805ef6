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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NextPings}.
 */
class NextPingsTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private final List<List<NextPing>> trips = new ArrayList<>();

	private ManualTaskScheduler time;

	private Mono<Void> answer = Mono.empty();

	private NextPings nextPings;

	@BeforeEach
	void setUp() {
		this.time = ManualTaskScheduler.ofAllSchedulers();
		this.nextPings = new NextPings(new RecordingStore(), this.time.getClock(), Duration.ofSeconds(3));
	}

	@AfterEach
	void tearDown() {
		ManualTaskScheduler.reset();
	}

	@Test
	void storesConcurrentPingsInOneTrip() {
		Sinks.Empty<Void> first = Sinks.empty();
		this.answer = first.asMono();
		add(LIZ, 60, 1);
		this.nextPings.flush().subscribe();
		this.answer = Mono.empty();
		add(TOM, 60, 1);
		add(LIZ, 70, 1);
		this.nextPings.flush().subscribe();
		assertThat(this.trips).hasSize(1);
		first.tryEmitEmpty();
		assertThat(this.trips).containsExactly(List.of(ping(LIZ, 60, 1)), List.of(ping(TOM, 60, 1), ping(LIZ, 70, 1)));
		assertThat(this.nextPings.isEmpty()).isTrue();
	}

	@Test
	void retriesWithTheNextTripAtTheSameTimes() {
		this.answer = Mono.error(new IllegalStateException("down"));
		add(LIZ, 60, 1);
		List<Throwable> failures = new ArrayList<>();
		this.nextPings.flush().subscribe(null, failures::add);
		assertThat(failures).hasSize(1);
		assertThat(this.nextPings.isEmpty()).isFalse();
		this.time.advance(Duration.ofSeconds(100));
		this.answer = Mono.empty();
		this.nextPings.flush().subscribe();
		assertThat(this.trips.get(1)).containsExactly(ping(LIZ, -40, 101));
		assertThat(this.nextPings.isEmpty()).isTrue();
	}

	@Test
	void givesUpATripThatTakesTooLong() {
		this.answer = Mono.never();
		add(LIZ, 60, 1);
		List<Throwable> failures = new ArrayList<>();
		this.nextPings.flush().subscribe(null, failures::add);
		this.time.advance(Duration.ofSeconds(3));
		assertThat(failures).hasSize(1);
		this.answer = Mono.empty();
		this.nextPings.flush().subscribe();
		assertThat(this.nextPings.isEmpty()).isTrue();
	}

	@Test
	void retriesAnAbandonedTrip() {
		this.answer = Mono.never();
		add(LIZ, 60, 1);
		this.nextPings.flush().subscribe().dispose();
		this.answer = Mono.empty();
		this.nextPings.flush().subscribe();
		assertThat(this.trips).hasSize(2);
	}

	@Test
	void replacesAnUnstoredPingButKeepsItsAcceptedTime() {
		this.answer = Mono.error(new IllegalStateException("down"));
		add(LIZ, 60, 1);
		this.nextPings.flush().subscribe(null, (failure) -> {
		});
		this.time.advance(Duration.ofSeconds(61));
		this.nextPings.add(List.of(new NextPing(LIZ, Duration.ofSeconds(2), null)), AccountUpdate.NONE);
		this.answer = Mono.empty();
		this.nextPings.flush().subscribe();
		assertThat(this.trips.get(1)).containsExactly(ping(LIZ, 2, 62));
	}

	@Test
	void storesVeryManyInSeveralTrips() {
		IntStream.range(0, 1200).forEach((i) -> add(AgentIdentity.ofId("agent" + i), 60, 1));
		this.nextPings.flush().subscribe();
		assertThat(this.trips).extracting(List::size).containsExactly(500, 500, 200);
	}

	@Test
	void doesNotStoreARemovedAgent() {
		add(LIZ, 60, 1);
		add(TOM, 60, 1);
		this.nextPings.remove(LIZ);
		this.nextPings.flush().subscribe();
		assertThat(this.trips).containsExactly(List.of(ping(TOM, 60, 1)));
	}

	private void add(AgentIdentity agent, long delay, long acceptedAgo) {
		this.nextPings.add(List.of(ping(agent, delay, acceptedAgo)), AccountUpdate.NONE);
	}

	private static NextPing ping(AgentIdentity agent, long delay, long acceptedAgo) {
		return new NextPing(agent, Duration.ofSeconds(delay), Duration.ofSeconds(acceptedAgo));
	}

	/**
	 * Store that remembers what was scheduled in which trip.
	 */
	private final class RecordingStore extends SharedStore {

		private RecordingStore() {
			super(NextPingsTests.this.time.getClock());
		}

		@Override
		public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
			return Mono.defer(() -> {
				NextPingsTests.this.trips.add(List.copyOf(pings));
				return NextPingsTests.this.answer.thenReturn(new Scheduled(AccountState.UNKNOWN, AccountState.UNKNOWN));
			});
		}

	}

}
