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

package io.github.brevoconversations.presence.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.Mark;
import io.github.brevoconversations.presence.NextPing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisActiveAgentStore} while Redis is down, and after.
 */
@Timeout(120)
class RedisOutageTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final Duration HOUR = Duration.ofHours(1);

	/**
	 * Those in the Javadoc of {@link RedisActiveAgentStore}.
	 */
	private static final String RIGHTS = "+eval +evalsha +time +hget +hset +hsetnx +hdel +hlen +hgetall +hincrby +del "
			+ "+zadd +zrem +zcard +zcount +zscore +zrange +zrangebyscore +zrevrange +zrevrangebyscore";

	private final LocalRedis redis = LocalRedis.start("appendonly", "yes", "appendfsync", "always");

	private LettuceConnectionFactory connectionFactory;

	private RedisActiveAgentStore store;

	@BeforeEach
	void connect() {
		connect(Duration.ofSeconds(5));
	}

	@AfterEach
	void stop() {
		this.connectionFactory.destroy();
		this.redis.close();
	}

	@Test
	void failsWithinTheTimeoutAndWorksAgainWhenRedisIsBack() {
		this.store.add(LIZ, null).block();
		this.redis.kill();
		StepVerifier.create(this.store.claimDue(ClaimRequest.of(1, HOUR))).verifyError(DataAccessException.class);
		this.redis.restart();
		Awaitility.await().ignoreExceptions().until(() -> this.store.size().block(), (size) -> size == 1);
		assertThat(this.store.claimDue(ClaimRequest.of(1, HOUR)).block().agents()).extracting(ActiveAgent::identity)
			.containsExactly(LIZ);
	}

	@Test
	void isOfAnotherGenerationOnceItCameBackWithAnOlderSnapshot() {
		try (LocalRedis snapshots = LocalRedis.start("appendonly", "no")) {
			LettuceConnectionFactory connections = Connections.to(Connections.standalone(snapshots.getUrl()),
					Duration.ofSeconds(30));
			RedisActiveAgentStore store = new RedisActiveAgentStore(connections, "test");
			store.add(LIZ, null).block();
			snapshots.send("SAVE");
			long generation = store.claimDue(ClaimRequest.of(1, HOUR)).block().generation();
			store.add(AgentIdentity.ofId("tom"), null).block();
			assertThat(store.claimDue(ClaimRequest.of(1, HOUR)).block().generation()).isEqualTo(generation);
			snapshots.kill();
			snapshots.restart();
			ActiveAgentStore.Claim claim = Awaitility.await()
				.ignoreExceptions()
				.until(() -> store.claimDue(ClaimRequest.of(0, HOUR)).block(), (response) -> true);
			assertThat(claim.active()).isOne();
			assertThat(claim.generation()).isGreaterThan(generation);
			assertThat(store.claimDue(ClaimRequest.of(0, HOUR)).block().generation()).isEqualTo(claim.generation());
			connections.destroy();
		}
	}

	@Test
	void takesNothingForAClaimThatWasGivenUp() {
		this.connectionFactory.destroy();
		connect(Duration.ofMinutes(10));
		this.store.add(LIZ, null).block();
		this.redis.kill();
		Disposable claim = this.store.claimDue(ClaimRequest.of(1, HOUR)).subscribe();
		StepVerifier.create(this.store.size())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(1))
			.thenCancel()
			.verify(Duration.ofSeconds(60));
		claim.dispose();
		this.redis.restart();
		assertThat(this.store.size().block()).isOne();
		assertThat(this.store.claimDue(ClaimRequest.of(1, HOUR)).block().agents()).hasSize(1);
	}

	@Test
	void failsWhenThereIsNoRedisAtFirst() {
		this.redis.kill();
		StepVerifier.create(this.store.add(LIZ, null))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(ActiveAgentStoreException.class)
				.hasCauseInstanceOf(RedisConnectionFailureException.class));
		this.redis.restart();
		this.store.add(LIZ, null).block();
		assertThat(this.store.size().block()).isOne();
	}

	@Test
	void doesNotBlockWhileAConnectionIsMade() throws InterruptedException {
		CountDownLatch connecting = new CountDownLatch(1);
		CountDownLatch givenUp = new CountDownLatch(1);
		ReactiveRedisConnectionFactory slow = Mockito.mock(ReactiveRedisConnectionFactory.class);
		BDDMockito.given(slow.getReactiveConnection()).willAnswer((invocation) -> {
			connecting.countDown();
			givenUp.await();
			throw new RedisConnectionFailureException("No connection");
		});
		CompletableFuture<Integer> size = new RedisActiveAgentStore(slow, "test").size().toFuture();
		assertThat(connecting.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(size).isNotDone();
		givenUp.countDown();
		assertThat(size).failsWithin(Duration.ofSeconds(60))
			.withThrowableThat()
			.withCauseInstanceOf(RedisConnectionFailureException.class);
	}

	@Test
	void needsOnlyTheDocumentedPermissions() {
		login(RIGHTS);
		this.store.mark(List.of(Mark.active(LIZ, HOUR), Mark.active(AgentIdentity.ofId("tom"), null))).block();
		this.store.configure(List.of(LIZ)).block();
		assertThat(this.store.claimDue(ClaimRequest.of(1, HOUR)).block().agents()).hasSize(1);
		this.store.schedule(List.of(new NextPing(LIZ, HOUR, Duration.ZERO))).block();
		this.redis.send("DEL app:{app}:due");
		assertThat(this.store.size().block()).isEqualTo(2);
		this.store.restore(this.store.list(2).block(), null, Instant.now()).block();
		assertThat(this.store.find(List.of(LIZ)).block()).hasSize(1);
		assertThat(this.store.drop(LIZ, Duration.ZERO).block()).isTrue();
		this.store.remove(AgentIdentity.ofId("tom")).block();
		assertThat(this.store.size().block()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "+eval +evalsha", "+hget", "+zadd", "+time" })
	void namesAMissingPermission(String right) {
		login(RIGHTS.replace(right + " ", ""));
		StepVerifier.create(this.store.add(LIZ, null))
			.verifyErrorSatisfies((failure) -> assertThat(failure).rootCause()
				.message()
				.matches("(?is).*(NOPERM|can't run this command|ACL failure).*"));
	}

	private void login(String rights) {
		this.redis.send("ACL SETUSER app on >secret resetkeys ~app:* -@all " + rights);
		this.connectionFactory.destroy();
		RedisStandaloneConfiguration configuration = Connections.standalone(this.redis.getUrl());
		configuration.setUsername("app");
		configuration.setPassword("secret");
		this.connectionFactory = Connections.to(configuration, Duration.ofSeconds(30));
		this.store = new RedisActiveAgentStore(this.connectionFactory, "app");
	}

	private void connect(Duration timeout) {
		this.connectionFactory = Connections.to(Connections.standalone(this.redis.getUrl()), timeout);
		this.store = new RedisActiveAgentStore(this.connectionFactory, "test");
	}

}
