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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountStates;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.Mark;
import io.github.brevoconversations.presence.NextPing;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.log.LogMessage;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.util.Assert;

/**
 * {@link ActiveAgentStore} in Redis (from version 5) or Valkey, standalone or in a
 * cluster. A claim, a schedule, or up to 500 marks are one atomic script and normally one
 * round trip. For each agent that a script handles, it takes time logarithmic in the
 * number of agents; a claim handles all kept agents while only some are kept. Times are
 * by the clock of Redis, never by that of an instance. Lists are read in pages, so that
 * they do not block Redis. Thread-safe.
 * <p>
 * The keys begin with the namespace, followed by the namespace in braces, which keeps
 * them on one node of a cluster:
 * <ul>
 * <li><code>namespace:{namespace}:agents</code>, a hash: all about each agent;</li>
 * <li><code>…:meta</code>, a hash: the version of the format, the number of agents of
 * each kind, which of them are configured, which of them Brevo rejects, a number that
 * changes when something was lost, how many changes there were, and the state of the
 * account;</li>
 * <li><code>…:since</code>, <code>…:due</code>, <code>…:until</code>, sorted sets: when
 * each agent was marked active, when its next ping is due, and when it expires, if it
 * does.</li>
 * </ul>
 * If Redis evicts one of the last three, they are created again from the first. If it
 * loses one of the others, the instances add the agents that they ping again.
 * <p>
 * A user with restricted rights needs {@code ~namespace:*} and
 * {@code +eval +evalsha +time +hget +hset +hsetnx +hdel +hlen +hgetall +hincrby +del +zadd
 * +zrem +zcard +zcount +zscore +zrange +zrangebyscore +zrevrange +zrevrangebyscore}.
 * <p>
 * Marks fail with an {@link ActiveAgentStoreException} if they were certainly not stored,
 * and with an {@link IllegalArgumentException} if an identity is not well-formed Unicode.
 * Other errors are those of Spring Data Redis. While Redis cannot be reached, a call
 * fails after the timeout of the connection. A call whose response was lost may have
 * taken effect; it can safely be retried.
 */
public class RedisActiveAgentStore implements ActiveAgentStore, AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisActiveAgentStore.class);

	/**
	 * Some seventy years: the sum with the time of Redis never exceeds what a double
	 * holds exactly.
	 */
	private static final Duration LONGEST = Duration.ofSeconds((1L << 51) / 1_000_000);

	private static final int PAGE = 500;

	private final RedisCalls calls;

	private final String namespace;

	private final RedisAccountState account = new RedisAccountState();

	private final Replies replies = new Replies(this::setAside);

	/**
	 * The highest number of changes that Redis is known to have had.
	 */
	private final AtomicLong writes = new AtomicLong();

	private final Set<String> setAside = ConcurrentHashMap.newKeySet();

	/**
	 * Create a store.
	 * @param connectionFactory the factory of the connections
	 * @param namespace the prefix of the keys: the same for all instances that share
	 * their agents, and a different one for each Brevo account
	 * @throws IllegalArgumentException if the namespace is blank or contains a brace
	 */
	public RedisActiveAgentStore(ReactiveRedisConnectionFactory connectionFactory, String namespace) {
		Assert.notNull(connectionFactory, "'connectionFactory' must not be null");
		Assert.hasText(namespace, "'namespace' must not be blank");
		Assert.isTrue(namespace.indexOf('{') < 0 && namespace.indexOf('}') < 0,
				"'namespace' must not contain braces, which delimit it in the keys");
		this.namespace = namespace;
		this.calls = new RedisCalls(connectionFactory,
				Stream.of("agents", "since", "due", "until", "meta")
					.map((name) -> namespace + ":{" + namespace + "}:" + name)
					.toList());
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return inPages(marks, (page) -> this.calls.run(Scripts.MARK, () -> page.stream().flatMap(this::arguments)))
			.onErrorMap((failure) -> marks.size() <= PAGE && isRefusal(failure),
					(failure) -> new ActiveAgentStoreException("Redis did not store the marks", failure));
	}

	/**
	 * Return whether Redis has certainly done nothing, because there was no connection,
	 * or because it did not run the script.
	 * @param failure the failure
	 * @return whether nothing was done
	 */
	private static boolean isRefusal(Throwable failure) {
		if (failure instanceof RedisConnectionFailureException) {
			return true;
		}
		String message = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		return Stream
			.of("OOM ", "NOPERM ", "READONLY ", "NOAUTH ", "WRONGPASS ", "LOADING ", "MISCONF ", "CLUSTERDOWN ")
			.anyMatch(message::startsWith);
	}

	private Stream<String> arguments(Mark mark) {
		return Stream.of(mark.active() ? "1" : "0", AgentMember.write(mark.agent()), AgentMember.describe(mark.agent()),
				micros(mark.atMost()));
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return this.calls.run(Scripts.DROP, () -> Stream.of(AgentMember.write(agent), micros(refusedAgo)))
			.map((reply) -> (Long) reply.get(0) == 1);
	}

	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		return this.calls
			.run(Scripts.CONFIGURE,
					() -> agents.stream()
						.flatMap((agent) -> Stream.of(AgentMember.write(agent), AgentMember.describe(agent))))
			.then();
	}

	@Override
	public Mono<Void> restore(Collection<ActiveAgent> agents, @Nullable AccountState account, Instant now) {
		return inPages(agents,
				(page) -> this.calls.run(Scripts.RESTORE,
						() -> Stream.concat(
								Stream.of(micros(now), (account != null) ? AccountStates.write(account) : ""),
								page.stream().flatMap(RedisActiveAgentStore::arguments))));
	}

	private static Stream<String> arguments(ActiveAgent agent) {
		AgentIdentity identity = agent.identity();
		return Stream.of(AgentMember.write(identity), AgentMember.describe(identity), micros(agent.activeSince()),
				microsOrNone(agent.activeUntil()), micros(agent.pingDue()), microsOrNone(agent.lastAcceptedPing()),
				agent.configured() ? "c" : "m");
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return Mono.defer(() -> listAfter("-1", max, new ArrayList<>()));
	}

	private Mono<List<ActiveAgent>> listAfter(String after, int max, List<ActiveAgent> before) {
		int missing = max - before.size();
		if (missing <= 0) {
			return Mono.just(List.copyOf(before));
		}
		int page = Math.min(missing, PAGE);
		return this.calls.run(Scripts.LIST, () -> Stream.of(after, String.valueOf(page))).flatMap((reply) -> {
			before.addAll(this.replies.agents(reply.subList(1, reply.size())));
			Long next = (Long) reply.get(0);
			return (next >= 0) ? listAfter(next.toString(), max, before) : Mono.just(List.copyOf(before));
		});
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return pages(List.copyOf(agents))
			.concatMap((page) -> this.calls.run(Scripts.FIND, () -> page.stream().map(AgentMember::write)))
			.concatMapIterable(this.replies::agents)
			.collectList();
	}

	@Override
	public Mono<Integer> size() {
		return this.calls.run(Scripts.SIZE, Stream::of).map((reply) -> Math.toIntExact((Long) reply.get(0)));
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return this.calls.run(Scripts.CLAIM,
				() -> Stream.of(String.valueOf(request.max()), micros(request.lease()), micros(request.longestDelay()),
						(request.first() != null) ? String.valueOf(request.first()) : "",
						String.valueOf(this.writes.get())))
			.map((reply) -> {
				this.writes.accumulateAndGet((Long) reply.get(5), Math::max);
				Claim claim = this.replies.claim(reply);
				this.account.set((String) reply.get(4), claim.when());
				return claim;
			});
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return this.account.schedule(() -> pings.stream().flatMap(RedisActiveAgentStore::arguments), update,
				(arguments) -> this.calls.run(Scripts.SCHEDULE, arguments));
	}

	private static Stream<String> arguments(NextPing ping) {
		return Stream.of(AgentMember.write(ping.agent()), micros(ping.delay()), micros(ping.acceptedAgo()),
				ping.refused() ? "1" : "");
	}

	private void setAside(List<String> members) {
		List<String> found = members.stream().filter(this.setAside::add).toList();
		if (!found.isEmpty()) {
			logger.warn(LogMessage.format(
					"Redis holds %s agents of '%s' that cannot be read and are set aside; the first is '%s'",
					found.size(), this.namespace, found.get(0)));
			this.calls.run(Scripts.SET_ASIDE, found::stream)
				.subscribe(null, (failure) -> this.setAside.removeAll(Set.copyOf(found)));
		}
	}

	private <T> Mono<Void> inPages(Collection<T> all, Function<List<T>, Mono<List<Object>>> call) {
		return Mono.defer(() -> pages(List.copyOf(all)).concatMap(call).then());
	}

	private static <T> Flux<List<T>> pages(List<T> all) {
		return Flux.range(0, (all.size() + PAGE - 1) / PAGE)
			.map((page) -> all.subList(page * PAGE, Math.min((page + 1) * PAGE, all.size())));
	}

	/**
	 * Accept no more calls. Does not wait for the calls that were begun before.
	 */
	@Override
	public void close() {
		this.calls.close();
	}

	private static String microsOrNone(@Nullable Instant time) {
		return (time != null) ? micros(time) : "-1";
	}

	static String micros(Instant time) {
		return String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time));
	}

	private static String micros(@Nullable Duration duration) {
		if (duration == null) {
			return "";
		}
		Duration bounded = (duration.compareTo(LONGEST) > 0) ? LONGEST : duration;
		bounded = (bounded.compareTo(LONGEST.negated()) < 0) ? LONGEST.negated() : bounded;
		return String.valueOf(bounded.toNanos() / 1000);
	}

}
