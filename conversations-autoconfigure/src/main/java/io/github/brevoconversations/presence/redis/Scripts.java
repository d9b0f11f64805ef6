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

import java.util.List;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * The Lua scripts of {@link RedisActiveAgentStore}. All times are microseconds, which a
 * double holds exactly; {@code -1} in a reply stands for none.
 */
final class Scripts {

	private static final String COMMON = """
			local SINCE, DUE, UNTIL, ACCEPTED, GENERATION = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
			local NEVER_CLAIMED = -2 ^ 52
			local time = redis.call('TIME')
			local now = time[1] * 1000000 + time[2]

			local function score(key, agent)
				return tonumber(redis.call('ZSCORE', key, agent))
			end

			local function forget(agent)
				redis.call('ZREM', SINCE, agent)
				redis.call('ZREM', DUE, agent)
				redis.call('ZREM', UNTIL, agent)
				redis.call('HDEL', ACCEPTED, agent)
			end

			local function expire()
				local expired = redis.call('ZRANGEBYSCORE', UNTIL, '-inf', now, 'LIMIT', 0, 1000)
				for _, agent in ipairs(expired) do
					forget(agent)
				end
			end

			local function count()
				return redis.call('ZCARD', SINCE) - redis.call('ZCOUNT', UNTIL, '-inf', now)
			end

			local function find(agent)
				local since = score(SINCE, agent)
				local expiry = since and score(UNTIL, agent)
				if since and (not expiry or expiry > now) then
					return since, expiry
				end
			end

			local function append(reply, agent, since, expiry, due)
				local last = #reply
				reply[last + 1] = agent
				reply[last + 2] = since
				reply[last + 3] = expiry or -1
				reply[last + 4] = due and due >= 0 and due or since
				reply[last + 5] = tonumber(redis.call('HGET', ACCEPTED, agent)) or -1
			end

			""";

	/**
	 * Adds an agent. Arguments: the agent, and how long it stays active or nothing.
	 */
	static final RedisScript<Void> ADD = script(Void.class, """
			local agent, atMost = ARGV[1], tonumber(ARGV[2])
			local from = now
			expire()
			if not find(agent) then
				forget(agent)
				local last = redis.call('ZREVRANGE', SINCE, 0, 0, 'WITHSCORES')
				from = math.max(now, (tonumber(last[2]) or 0) + 1)
				redis.call('ZADD', SINCE, from, agent)
				redis.call('ZADD', DUE, NEVER_CLAIMED + from, agent)
			end
			if atMost then
				redis.call('ZADD', UNTIL, from + atMost, agent)
			else
				redis.call('ZREM', UNTIL, agent)
			end
			""");

	/**
	 * Removes an agent. Argument: the agent.
	 */
	static final RedisScript<Void> REMOVE = script(Void.class, """
			forget(ARGV[1])
			""");

	/**
	 * Describes the first agents. Argument: how many at most.
	 */
	static final RedisScript<List<Object>> LIST = listScript("""
			local max, from, reply = tonumber(ARGV[1]), 0, {}
			while max > 0 do
				local page = redis.call('ZRANGE', SINCE, from, from + math.min(max, 1000) - 1)
				if #page == 0 then
					break
				end
				for _, agent in ipairs(page) do
					local since, expiry = find(agent)
					if since then
						append(reply, agent, since, expiry, score(DUE, agent))
						max = max - 1
					end
				end
				from = from + #page
			end
			return reply
			""");

	/**
	 * Describes those of some agents that are active. Arguments: the agents.
	 */
	static final RedisScript<List<Object>> FIND = listScript("""
			local reply = {}
			for _, agent in ipairs(ARGV) do
				local since, expiry = find(agent)
				if since then
					append(reply, agent, since, expiry, score(DUE, agent))
				end
			end
			return reply
			""");

	/**
	 * Counts the agents.
	 */
	static final RedisScript<Long> SIZE = script(Long.class, """
			return count()
			""");

	/**
	 * Takes due agents. Arguments: how many at most, and for how long. The reply is the
	 * time, the number of all agents, when the keys were first used, and the agents
	 * taken. The due times are made anew from the agents should Redis have evicted them.
	 */
	static final RedisScript<List<Object>> CLAIM = listScript("""
			expire()
			if redis.call('EXISTS', DUE) == 0 then
				redis.call('ZUNIONSTORE', DUE, 1, SINCE)
			end
			redis.call('SET', GENERATION, now, 'NX')
			local reply = {now, count(), tonumber(redis.call('GET', GENERATION))}
			local due = redis.call('ZRANGEBYSCORE', DUE, '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
			for i = 1, #due, 2 do
				local agent = due[i]
				local since, expiry = find(agent)
				if since then
					append(reply, agent, since, expiry, tonumber(due[i + 1]))
					redis.call('ZADD', DUE, now + ARGV[2], agent)
				else
					redis.call('ZREM', DUE, agent)
				end
			end
			return reply
			""");

	/**
	 * Schedules pings. Arguments, for each: the agent, the time from now until the ping,
	 * and the time since the last accepted one or nothing.
	 */
	static final RedisScript<Void> SCHEDULE = script(Void.class, """
			for i = 1, #ARGV, 3 do
				local agent, ago = ARGV[i], tonumber(ARGV[i + 2])
				if find(agent) then
					redis.call('ZADD', DUE, math.max(0, now + ARGV[i + 1]), agent)
					local before = ago and tonumber(redis.call('HGET', ACCEPTED, agent)) or 0
					if ago and now - ago > before then
						redis.call('HSET', ACCEPTED, agent, now - ago)
					end
				end
			end
			""");

	private Scripts() {
	}

	private static <T> RedisScript<T> script(Class<T> resultType, String script) {
		return RedisScript.of(COMMON + script, resultType);
	}

	@SuppressWarnings("unchecked")
	private static RedisScript<List<Object>> listScript(String script) {
		return script((Class<List<Object>>) (Class<?>) List.class, script);
	}

}
