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
import java.util.UUID;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AbstractActiveAgentStoreTests;
import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.Mark;
import io.github.brevoconversations.presence.NextPing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedisActiveAgentStore}.
 */
class RedisActiveAgentStoreTests extends AbstractActiveAgentStoreTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static LettuceConnectionFactory connectionFactory;

	private static StringRedisTemplate redis;

	private final String namespace = "brevo:presence:" + UUID.randomUUID();

	@BeforeAll
	static void connect() {
		connectionFactory = Connections.to(LocalRedis.sharedUrl());
		redis = new StringRedisTemplate(connectionFactory);
	}

	@AfterAll
	static void disconnect() {
		connectionFactory.destroy();
	}

	@AfterEach
	void leavesNothingWhenAllAgentsAreRemoved() {
		claim(0, HOUR);
		Flux.fromIterable(store().list(Integer.MAX_VALUE).block())
			.flatMap((agent) -> store().remove(agent.identity()))
			.blockLast();
		assertThat(keys()).isSubsetOf(key("meta"));
	}

	@Override
	protected ActiveAgentStore store() {
		return new RedisActiveAgentStore(connectionFactory, this.namespace);
	}

	@Test
	void isShared() {
		assertThat(store().isShared()).isTrue();
	}

	@Test
	void keepsItsKeysInOneSlotOfACluster() {
		store().add(LIZ, HOUR).block();
		schedule(new NextPing(LIZ, HOUR, Duration.ZERO));
		store().claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(keys()).containsExactlyInAnyOrder(key("agents"), key("since"), key("due"), key("until"),
				key("meta"));
	}

	@Test
	void isOfAnotherGenerationOnceItHasLostItsKeys() {
		add(LIZ);
		long generation = store().claimDue(ClaimRequest.of(1, HOUR)).block().generation();
		assertThat(generation).isPositive();
		store().remove(LIZ).block();
		assertThat(store().claimDue(ClaimRequest.of(1, HOUR)).block().generation()).isEqualTo(generation);
		redis.delete(keys());
		assertThat(store().claimDue(ClaimRequest.of(1, HOUR)).block().generation()).isGreaterThan(generation);
	}

	@Test
	void needsANamespaceThatDelimitsTheKeys() {
		for (String illegal : List.of("", " ", "a}b", "{a")) {
			assertThatIllegalArgumentException().isThrownBy(() -> new RedisActiveAgentStore(connectionFactory, illegal))
				.withMessageContaining("namespace");
		}
	}

	@Test
	void dropsAnAgentThatWasMarkedBeforeTheClockWasSetBack() {
		add(LIZ);
		Object member = redis.opsForHash().keys(key("agents")).iterator().next();
		String[] fields = String.valueOf(redis.opsForHash().get(key("agents"), member)).split(";", 6);
		fields[4] = String.valueOf(Long.parseLong(fields[4]) + HOUR.toNanos() / 1000);
		redis.opsForHash().put(key("agents"), member, String.join(";", fields));
		assertThat(store().drop(LIZ, HOUR).block()).isTrue();
	}

	@Test
	void doesNotTouchTheAgentsOfAnotherNamespace() {
		RedisActiveAgentStore other = new RedisActiveAgentStore(connectionFactory, this.namespace + "2");
		add(LIZ, TOM);
		other.add(LIZ, HOUR).block();
		claim(1, HOUR);
		assertThat(other.claimDue(ClaimRequest.of(10, HOUR)).block().active()).isOne();
		other.schedule(List.of(new NextPing(TOM, HOUR, null))).block();
		other.remove(LIZ).block();
		assertThat(other.size().block()).isZero();
		assertThat(claim(10, HOUR)).containsExactly(TOM);
		assertThat(list(10)).containsExactly(LIZ, TOM);
	}

	@Test
	void usesTheTimeOfRedis() {
		add(LIZ);
		long before = timeOfRedis();
		long claimed = store().claimDue(ClaimRequest.of(1, HOUR)).block().when().toEpochMilli();
		assertThat(claimed).isBetween(before, timeOfRedis());
	}

	@Test
	void countsWhenMoreAgentsExpiredThanAreRemovedAtOnce() {
		List<AgentIdentity> agents = agents(2500);
		mark(agents, HOUR);
		add(LIZ);
		makeAllExpire();
		assertThat(store().size().block()).isOne();
		assertThat(list(10)).containsExactly(LIZ);
		assertThat(find(agents.get(0), LIZ)).extracting(ActiveAgent::identity).containsExactly(LIZ);
		assertThat(store().claimDue(ClaimRequest.of(0, HOUR)).block().active()).isOne();
		assertThat(redis.opsForZSet().size(key("since"))).isBetween(1L, 1501L);
		schedule(new NextPing(agents.get(2499), Duration.ZERO, Duration.ZERO));
		assertThat(claim(2500, HOUR)).containsExactly(LIZ);
		store().claimDue(ClaimRequest.of(0, HOUR)).block();
		assertThat(redis.opsForZSet().size(key("since"))).isOne();
	}

	@Test
	void addsAnExpiredAgentAnewEvenIfItWasNotRemoved() {
		mark(agents(1500), HOUR);
		AgentIdentity last = AgentIdentity.ofId("zoe");
		store().add(last, HOUR).block();
		schedule(new NextPing(last, HOUR, Duration.ZERO));
		makeAllExpire();
		add(last);
		assertThat(redis.opsForZSet().size(key("since"))).isEqualTo(501);
		assertThat(find(last).get(0).lastAcceptedPing()).isNull();
		assertThat(list(10)).containsExactly(last);
		assertThat(claim(1500, HOUR)).containsExactly(last);
	}

	@Test
	void listsManyAgents() {
		List<AgentIdentity> agents = agents(2500);
		mark(agents, null);
		assertThat(list(1001)).isEqualTo(agents.subList(0, 1001));
		assertThat(list(Integer.MAX_VALUE)).isEqualTo(agents);
	}

	@Test
	void holdsExtremeTimes() {
		store().add(LIZ, Duration.ofSeconds(Long.MAX_VALUE)).block();
		claim(1, HOUR);
		schedule(new NextPing(LIZ, Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MAX_VALUE)));
		add(TOM);
		assertThat(claim(2, Duration.ofSeconds(Long.MAX_VALUE))).containsExactly(TOM, LIZ);
		assertThat(store().claimDue(new ClaimRequest(2, HOUR, Duration.ofSeconds(Long.MAX_VALUE))).block().agents())
			.isEmpty();
	}

	@Test
	void continuesWhenRedisForgetsTheScripts() {
		add(LIZ);
		redis.execute((connection) -> {
			connection.scriptingCommands().scriptFlush();
			return null;
		}, true);
		assertThat(claim(1, HOUR)).containsExactly(LIZ);
	}

	@ParameterizedTest
	@ValueSource(strings = { "since", "due", "until" })
	void rebuildsAnEvictedIndex(String evicted) {
		add(LIZ, TOM);
		store().add(ZOE, HOUR).block();
		long generation = store().claimDue(ClaimRequest.of(3, HOUR)).block().generation();
		schedule(new NextPing(LIZ, HOUR, Duration.ZERO));
		schedule(new NextPing(TOM, HOUR, Duration.ZERO));
		List<ActiveAgent> before = store().list(10).block();
		redis.delete(key(evicted));
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(0, HOUR)).block();
		assertThat(claim.active()).isEqualTo(3);
		assertThat(claim.generation()).isEqualTo(generation);
		assertThat(store().list(10).block().subList(0, 2)).isEqualTo(before.subList(0, 2));
		assertThat(find(ZOE).get(0).activeUntil()).isEqualTo(before.get(2).activeUntil());
	}

	@Test
	void isOfAnotherGenerationWhenRedisEvictsTheAgents() {
		add(LIZ, TOM);
		long generation = store().claimDue(ClaimRequest.of(2, HOUR)).block().generation();
		redis.delete(key("agents"));
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(2, HOUR)).block();
		assertThat(claim.generation()).isGreaterThan(generation);
		assertThat(claim.active()).isZero();
	}

	@Test
	void isOfAnotherGenerationWhenRedisEvictsTheAgentsAndOneIsMarked() {
		add(LIZ, TOM);
		long generation = store().claimDue(ClaimRequest.of(2, HOUR)).block().generation();
		redis.delete(key("agents"));
		add(ZOE);
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(2, HOUR)).block();
		assertThat(claim.generation()).isGreaterThan(generation);
		assertThat(claim.active()).isOne();
	}

	@Test
	void keepsAllAgentsWhenRedisEvictsWhatGoesForAll() {
		add(LIZ, TOM);
		long generation = store().claimDue(ClaimRequest.of(2, HOUR)).block().generation();
		redis.delete(key("meta"));
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(2, HOUR)).block();
		assertThat(claim.generation()).isGreaterThan(generation);
		assertThat(claim.active()).isEqualTo(2);
		assertThat(list(10)).containsExactly(LIZ, TOM);
	}

	@Test
	void doesNotTouchWhatALaterVersionWrote() {
		add(LIZ);
		claim(10, HOUR);
		String value = "1;-1;-1;-1;1;m;";
		redis.opsForHash().put(key("agents"), "?later", value);
		redis.opsForHash().put(key("agents"), "?evenLater", "2/" + value);
		schedule(LIZ, Duration.ofSeconds(-1));
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(claim.agents()).extracting(ActiveAgent::identity).containsExactly(LIZ);
		assertThat(claim.active()).isOne();
		assertThat(store().size().block()).isOne();
		assertThat(list(10)).containsExactly(LIZ);
		assertThat(redis.opsForHash().get(key("agents"), "?later")).isEqualTo(value);
		redis.delete(key("agents"));
		store().size().block();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void setsAsideWhatCannotBeRead(CapturedOutput output) {
		add(LIZ);
		claim(10, HOUR);
		schedule(LIZ, Duration.ofSeconds(-1));
		for (String damaged : List.of("e99:x", "i ", "itom")) {
			redis.opsForHash()
				.put(key("agents"), damaged, damaged.equals("itom") ? "damaged" : "1;-1;-1;1;1;m;whatever");
		}
		ActiveAgentStore store = store();
		Awaitility.await()
			.until(() -> store.claimDue(ClaimRequest.of(1, HOUR)).block().agents(), (agents) -> !agents.isEmpty());
		Awaitility.await().until(() -> store.size().block() == 1);
		assertThat(list(10)).containsExactly(LIZ);
		assertThat(store.claimDue(ClaimRequest.of(10, HOUR)).block().active()).isOne();
		assertThat(output.getOut().split("cannot be read and are set aside", -1)).hasSizeBetween(2, 3);
		redis.delete(key("agents"));
		store.size().block();
	}

	@Test
	void restoresManyAgentsInFewTripsAndInTheirOrder() {
		List<AgentIdentity> agents = agents(3000);
		store().mark(agents.stream().map((agent) -> Mark.active(agent, null)).toList()).block();
		store().claimDue(ClaimRequest.of(3000, HOUR)).block();
		List<ActiveAgent> before = store().list(Integer.MAX_VALUE).block();
		AccountUpdate update = new AccountUpdate(null, 0, null, null, null, new AccountUpdate.KeptChange(null, 7));
		AccountState account = store().schedule(List.of(), update).block().after();
		redis.delete(keys());
		Instant now = store().claimDue(ClaimRequest.of(0, HOUR)).block().when();
		store().restore(before.subList(1500, 3000), account, now).block();
		store().restore(before.subList(0, 1500), account, now).block();
		assertThat(store().list(Integer.MAX_VALUE).block()).isEqualTo(before);
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(10, HOUR)).block();
		assertThat(claim.agents()).isEmpty();
		assertThat(claim.account()).isEqualTo(account);
		store().mark(agents.stream().map(Mark::inactive).toList()).block();
	}

	private static long timeOfRedis() {
		return redis.execute((RedisConnection connection) -> connection.serverCommands().time());
	}

	private void makeAllExpire() {
		redis.execute(RedisScript.of("""
				for _, agent in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
					redis.call('ZADD', KEYS[1], 1, agent)
					local value = redis.call('HGET', KEYS[2], agent)
					redis.call('HSET', KEYS[2], agent, (string.gsub(value, ';%d+;', ';1;', 1)))
				end
				"""), List.of(key("until"), key("agents")));
	}

	private String key(String name) {
		return this.namespace + ":{" + this.namespace + "}:" + name;
	}

	private List<String> keys() {
		return redis.keys(this.namespace + ":*").stream().sorted().toList();
	}

}
