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

package io.github.brevoconversations.webhook.redis;

import java.util.List;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * The Lua scripts of {@link RedisConversationInbox}. An event is identified by its
 * number. Its member consists of the conversation, a colon, and the number with 16
 * digits, so that the members of a conversation are adjacent and in order.
 * <p>
 * The time advances as Redis' clock has since the last script, but by at most ten seconds
 * and never backward. So setting the clock neither ends a lease nor forgets an event.
 * Durations are in milliseconds.
 */
final class Scripts {

	/**
	 * The names of the keys, in the order in which scripts expect them.
	 */
	static final List<String> KEYS = List.of("clock", "seen", "events", "order", "due", "tokens", "attempts", "waiting",
			"parked", "parked-order");

	private static final String NAMES = """
			local CLOCK, SEEN, EVENTS, ORDER, DUE = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
			local TOKENS, ATTEMPTS, WAITING, PARKED, PARKED_ORDER = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]

			""";

	private static final String COMMON = NAMES + """
			local KEY_LENGTH = 32
			local MAX_REMEMBERED, MAX_BYTES = 1000000, 256 * 1024 * 1024
			local time = redis.call('TIME')
			local wall = time[1] * 1000 + math.floor(time[2] / 1000)
			local now = tonumber(redis.call('HGET', CLOCK, 'now')) or wall
			local last = tonumber(redis.call('HGET', CLOCK, 'wall')) or wall
			now = now + math.min(math.max(wall - last, 0), 10000)
			redis.call('HSET', CLOCK, 'now', now, 'wall', wall)

			local function member(conversation, sequence)
				return conversation .. ':' .. string.format('%016d', sequence)
			end

			-- what is in the order but not there was evicted
			local function head(conversation)
				while true do
					local event = redis.call('ZRANGEBYLEX', ORDER, '[' .. conversation .. ':',
							'(' .. conversation .. ';', 'LIMIT', 0, 1)[1]
					if not event or redis.call('HEXISTS', EVENTS, event) == 1 then
						return event
					end
					redis.call('ZREM', ORDER, event)
				end
			end

			local function isSeen(key)
				local expiry = tonumber(redis.call('ZSCORE', SEEN, key))
				return expiry and expiry > now
			end

			local function see(key, remember)
				redis.call('ZADD', SEEN, now + remember, key)
			end

			local function forget()
				local old = redis.call('ZRANGEBYSCORE', SEEN, '-inf', now, 'LIMIT', 0, 1000)
				if #old > 0 then
					redis.call('ZREM', SEEN, unpack(old))
				end
				redis.call('ZREMRANGEBYRANK', SEEN, 0, -1 - MAX_REMEMBERED)
			end

			local function add(conversation, sequence, value)
				local event = member(conversation, sequence)
				redis.call('HSET', EVENTS, event, value)
				redis.call('ZADD', ORDER, 0, event)
				redis.call('HSET', WAITING, value:sub(1, KEY_LENGTH), event)
				redis.call('HINCRBY', CLOCK, 'bytes', #value)
				redis.call('ZADD', DUE, 'NX', now, conversation)
			end

			local function remove(event)
				local value = redis.call('HGET', EVENTS, event)
				if value then
					local key = value:sub(1, KEY_LENGTH)
					redis.call('HDEL', EVENTS, event)
					redis.call('ZREM', ORDER, event)
					redis.call('HDEL', ATTEMPTS, event)
					redis.call('HINCRBY', CLOCK, 'bytes', -#value)
					if redis.call('HGET', WAITING, key) == event then
						redis.call('HDEL', WAITING, key)
					end
				end
				return value
			end

			local function isHeld(conversation, token)
				return redis.call('HGET', TOKENS, conversation) == token
			end

			local function endConversation(conversation)
				redis.call('ZREM', DUE, conversation)
				redis.call('HDEL', TOKENS, conversation)
			end

			local function append(reply, conversation, token, event)
				reply[#reply + 1] = conversation
				reply[#reply + 1] = token
				reply[#reply + 1] = event:sub(-16)
				reply[#reply + 1] = redis.call('HGET', ATTEMPTS, event) or '0'
				reply[#reply + 1] = redis.call('HGET', EVENTS, event):sub(KEY_LENGTH + 1)
			end

			""";

	/**
	 * Adds the events of a webhook. Arguments: the capacity, how long to remember the
	 * events, and for each event its key, its conversation and its payload. The reply is
	 * {@code -1} if the inbox is full, or the positions of the events that were added.
	 */
	static final RedisScript<List<Object>> ADD = script("""
			local capacity, remember = tonumber(ARGV[1]), tonumber(ARGV[2])
			forget()
			local added, keys, bytes = {}, {}, tonumber(redis.call('HGET', CLOCK, 'bytes')) or 0
			for i = 3, #ARGV, 3 do
				if not keys[ARGV[i]] and not isSeen(ARGV[i]) then
					keys[ARGV[i]] = true
					added[#added + 1] = (i - 3) / 3
					bytes = bytes + #ARGV[i + 2]
				end
			end
			-- an empty inbox has room for any webhook: a later attempt would not be smaller
			local waiting = redis.call('HLEN', EVENTS)
			if #added > 0 and waiting > 0 and (waiting + #added > capacity or bytes > MAX_BYTES) then
				return {-1}
			end
			for _, position in ipairs(added) do
				local i = position * 3 + 3
				see(ARGV[i], remember)
				add(ARGV[i + 1], redis.call('HINCRBY', CLOCK, 'sequence', 1), ARGV[i] .. ARGV[i + 2])
			end
			return added
			""");

	/**
	 * Marks a message as sent. Arguments: its key, and how long to remember it.
	 */
	static final RedisScript<List<Object>> MARK_SENT = script("""
			forget()
			if isSeen(ARGV[1]) then
				local event = redis.call('HGET', WAITING, ARGV[1])
				if event then
					local conversation = event:sub(1, KEY_LENGTH)
					remove(event)
					-- one that is held stays so, lest anything overtake what is being handled
					if not head(conversation) and redis.call('HEXISTS', TOKENS, conversation) == 0 then
						endConversation(conversation)
					end
				end
			else
				see(ARGV[1], ARGV[2])
			end
			return {}
			""");

	/**
	 * Claims conversations. Arguments: the maximum number of conversations, the lease,
	 * the token, and the tokens of lost claims, whose conversations are released first.
	 * The reply is the time until the next conversation is due, or {@code -1} if there is
	 * none, and for each claimed conversation its key, its token, and its first event's
	 * number, attempts and payload.
	 */
	static final RedisScript<List<Object>> CLAIM = script("""
			local MAX_EXAMINED = 1000
			forget()
			if #ARGV > 3 then
				local lost = {}
				for i = 4, #ARGV do
					lost[ARGV[i]] = true
				end
				-- of what is held, what was claimed last is due last
				local held = redis.call('ZREVRANGEBYSCORE', DUE, now + ARGV[2], now, 'LIMIT', 0, MAX_EXAMINED)
				for _, conversation in ipairs(held) do
					if lost[redis.call('HGET', TOKENS, conversation)] then
						redis.call('HDEL', TOKENS, conversation)
						redis.call('ZADD', DUE, now, conversation)
					end
				end
			end
			local reply, token = {-1}, ARGV[3]
			local due = redis.call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, ARGV[1])
			for _, conversation in ipairs(due) do
				local event = head(conversation)
				if event then
					redis.call('HSET', TOKENS, conversation, token)
					redis.call('ZADD', DUE, now + ARGV[2], conversation)
					append(reply, conversation, token, event)
				else
					endConversation(conversation)
				end
			end
			local next = redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')
			if next[2] then
				reply[1] = math.max(0, next[2] - now)
			end
			return reply
			""");

	/**
	 * Sets when a held conversation is due. Arguments: its key, its token, the time until
	 * then, whether to release it, and the number of the event whose attempt to count, or
	 * nothing. The reply is whether it was held.
	 */
	static final RedisScript<List<Object>> MOVE = script("""
			local conversation = ARGV[1]
			if not isHeld(conversation, ARGV[2]) then
				return {0}
			end
			local event = ARGV[5] ~= '' and member(conversation, ARGV[5])
			if event and redis.call('HEXISTS', EVENTS, event) == 1 then
				redis.call('HINCRBY', ATTEMPTS, event, 1)
			end
			if ARGV[4] == '1' then
				redis.call('HDEL', TOKENS, conversation)
			end
			redis.call('ZADD', DUE, now + ARGV[3], conversation)
			return {1}
			""");

	/**
	 * Removes the first event of a held conversation. Arguments: the conversation's key
	 * and token, the event's number, how long to hold the conversation for the next
	 * event, or nothing to release it, how many events may be parked, and the lines with
	 * which to park the event, or nothing. The reply is whether it was held, and the next
	 * event.
	 */
	static final RedisScript<List<Object>> STEP = script("""
			local conversation, token, lease = ARGV[1], ARGV[2], ARGV[4]
			if not isHeld(conversation, token) then
				return {0}
			end
			local event = member(conversation, ARGV[3])
			local attempts = redis.call('HGET', ATTEMPTS, event) or '0'
			local value = remove(event)
			if value and ARGV[6] ~= '' then
				local lines = {conversation, wall, attempts + 1, ARGV[6], value}
				redis.call('HSET', PARKED, ARGV[3], table.concat(lines, '\\n'))
				redis.call('ZADD', PARKED_ORDER, redis.call('HINCRBY', CLOCK, 'parked', 1), ARGV[3])
				if redis.call('ZCARD', PARKED_ORDER) > tonumber(ARGV[5]) then
					redis.call('HDEL', PARKED, redis.call('ZRANGE', PARKED_ORDER, 0, 0)[1])
					redis.call('ZREMRANGEBYRANK', PARKED_ORDER, 0, 0)
				end
			end
			local reply, next = {1}, head(conversation)
			if not next then
				endConversation(conversation)
			elseif lease == '' then
				redis.call('HDEL', TOKENS, conversation)
				redis.call('ZADD', DUE, now, conversation)
			else
				redis.call('ZADD', DUE, now + lease, conversation)
				append(reply, conversation, token, next)
			end
			return reply
			""");

	/**
	 * Moves a parked event back to its conversation. Argument: its number. The reply is
	 * whether there was such an event.
	 */
	static final RedisScript<List<Object>> REDELIVER = script("""
			local parked = redis.call('HGET', PARKED, ARGV[1])
			if not parked then
				return {0}
			end
			redis.call('HDEL', PARKED, ARGV[1])
			redis.call('ZREM', PARKED_ORDER, ARGV[1])
			add(parked:sub(1, KEY_LENGTH), ARGV[1], parked:match('\\n([^\\n]*)$'))
			return {1}
			""");

	/**
	 * Lists parked events. Argument: the maximum number of events. The reply is, for each
	 * event, its number and its lines, without its payload.
	 */
	static final RedisScript<List<Object>> LIST = RedisScript.of(NAMES + """
			local reply = {}
			for _, id in ipairs(redis.call('ZRANGE', PARKED_ORDER, 0, ARGV[1] - 1)) do
				reply[#reply + 1] = id
				reply[#reply + 1] = redis.call('HGET', PARKED, id):match('^(.*)\\n[^\\n]*$')
			end
			return reply
			""", listType());

	/**
	 * Counts events. The reply is the number of waiting events and the number of parked
	 * events.
	 */
	static final RedisScript<List<Object>> SIZE = RedisScript.of(NAMES + """
			return {redis.call('HLEN', EVENTS), redis.call('HLEN', PARKED)}
			""", listType());

	private Scripts() {
	}

	private static RedisScript<List<Object>> script(String script) {
		return RedisScript.of(COMMON + script, listType());
	}

	@SuppressWarnings("unchecked")
	private static Class<List<Object>> listType() {
		return (Class<List<Object>>) (Class<?>) List.class;
	}

}
