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
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.NextPing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.script.DefaultReactiveScriptExecutor;
import org.springframework.data.redis.core.script.ReactiveScriptExecutor;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.util.Assert;

/**
 * {@link ActiveAgentStore} in Redis or Valkey, alone or a cluster, from version 5 on.
 * Each operation is one atomic script and one round trip, takes time logarithmic in the
 * number of agents for each agent that it is about, and goes by the time of Redis, never
 * by that of an instance.
 * <p>
 * The keys begin with the namespace in braces, which keeps them on one node of a cluster:
 * <ul>
 * <li><code>{namespace}:since</code>, a sorted set: when each agent was marked
 * active;</li>
 * <li><code>{namespace}:due</code>, a sorted set: when its next ping is due, less
 * 2<sup>52</sup> for an agent that was never claimed;</li>
 * <li><code>{namespace}:until</code>, a sorted set: when it becomes inactive, for those
 * that do;</li>
 * <li><code>{namespace}:accepted</code>, a hash: when its last accepted ping was
 * made.</li>
 * </ul>
 * The times are microseconds since 1970.
 * <p>
 * Errors are those of Spring Data Redis. While Redis cannot be reached, an operation ends
 * with one after the connection's timeout ({@code spring.data.redis.timeout} in Spring
 * Boot), or is given up by cancelling it. One that Redis did and whose answer was lost
 * has its effect nonetheless; to do it again does no harm.
 */
public class RedisActiveAgentStore implements ActiveAgentStore {

	/**
	 * Some seventy years, so that no sum with the time of Redis exceeds what a double
	 * holds exactly.
	 */
	private static final Duration LONGEST = Duration.ofSeconds((1L << 51) / 1_000_000);

	private final ReactiveScriptExecutor<String> executor;

	private final List<String> keys;

	/**
	 * Create a store.
	 * @param connectionFactory where to get connections from
	 * @param namespace what the keys begin with: the same for all instances that share
	 * their agents, another one for each other Brevo account
	 * @throws IllegalArgumentException if the namespace is blank or contains a brace
	 */
	public RedisActiveAgentStore(ReactiveRedisConnectionFactory connectionFactory, String namespace) {
		Assert.notNull(connectionFactory, "'connectionFactory' must not be null");
		Assert.hasText(namespace, "'namespace' must not be blank");
		Assert.isTrue(namespace.indexOf('{') < 0 && namespace.indexOf('}') < 0,
				"'namespace' must not contain braces, which delimit it in the keys");
		this.executor = new DefaultReactiveScriptExecutor<>(connectionFactory, RedisSerializationContext.string());
		this.keys = Stream.of("since", "due", "until", "accepted", "generation")
			.map((name) -> "{" + namespace + "}:" + name)
			.toList();
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public Mono<Void> add(AgentIdentity agent, @Nullable Duration atMost) {
		return execute(Scripts.ADD, () -> Stream.of(AgentMember.write(agent), micros(atMost))).then();
	}

	@Override
	public Mono<Void> remove(AgentIdentity agent) {
		return execute(Scripts.REMOVE, () -> Stream.of(AgentMember.write(agent))).then();
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return execute(Scripts.LIST, () -> Stream.of(String.valueOf(max))).single().map(Replies::agents);
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return execute(Scripts.FIND, () -> agents.stream().map(AgentMember::write)).single().map(Replies::agents);
	}

	@Override
	public Mono<Integer> size() {
		return execute(Scripts.SIZE, Stream::of).single().map(Math::toIntExact);
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return execute(Scripts.CLAIM, () -> Stream.of(String.valueOf(request.max()), micros(request.lease()))).single()
			.map(Replies::claim);
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return execute(Scripts.SCHEDULE, () -> pings.stream().flatMap(RedisActiveAgentStore::arguments))
			.then(Mono.just(new Scheduled(AccountState.UNKNOWN, AccountState.UNKNOWN)));
	}

	private static Stream<String> arguments(NextPing ping) {
		return Stream.of(AgentMember.write(ping.agent()), micros(ping.delay()), micros(ping.acceptedAgo()));
	}

	private static String micros(@Nullable Duration duration) {
		if (duration == null) {
			return "";
		}
		Duration bounded = (duration.compareTo(LONGEST) > 0) ? LONGEST : duration;
		bounded = (bounded.compareTo(LONGEST.negated()) < 0) ? LONGEST.negated() : bounded;
		return String.valueOf(bounded.toNanos() / 1000);
	}

	private <T> Flux<T> execute(RedisScript<T> script, Arguments arguments) {
		// Spring Data Redis makes its first connection on the thread that asks for it
		return Flux.defer(() -> this.executor.execute(script, this.keys, arguments.get().toList()))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * The arguments of a script.
	 */
	private interface Arguments {

		Stream<String> get();

	}

}
