-- The beginning of all scripts. Times are microseconds, which a double holds exactly; -1 stands for none.
--
-- AGENTS holds everything about each agent, and META what applies to all of them, and the expected numbers of entries.
-- SINCE, DUE and UNTIL are indexes, which are created again from AGENTS if one of them has an unexpected number of
-- entries.
local AGENTS, SINCE, DUE, UNTIL, META = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local NEVER_CLAIMED = -2 ^ 52
local UNREADABLE = '!'
local PAGE = 500
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- whether this version knows the kind of an agent
local function known(member)
	return string.find(member, '^i.') or string.find(member, '^e%d+:.')
end

local function parse(value)
	local since, expiry, accepted, due, marked, origin, text =
		string.match(value, '^(%d+);(%-?%d+);(%-?%d+);(%-?%d+);(%d+);(%a);(.*)$')
	return since and { since = tonumber(since), expiry = tonumber(expiry), accepted = tonumber(accepted),
		due = tonumber(due), marked = tonumber(marked), origin = origin, text = text }
end

local function put(member, agent)
	redis.call('HSET', AGENTS, member, string.format('%.0f;%.0f;%.0f;%.0f;%.0f;%s;', agent.since, agent.expiry,
		agent.accepted, agent.due, agent.marked, agent.origin) .. agent.text)
end

local function index(member, agent)
	redis.call('ZADD', SINCE, agent.since, member)
	redis.call('ZADD', DUE, agent.due >= 0 and agent.due or NEVER_CLAIMED + agent.since, member)
	if agent.expiry >= 0 then
		redis.call('ZADD', UNTIL, agent.expiry, member)
	end
end

local function counter(member, value)
	return 'n:' .. (parse(value) and string.sub(member, 1, 1) or UNREADABLE)
end

local function forget(member)
	local value = redis.call('HGET', AGENTS, member)
	redis.call('HDEL', META, 'r:' .. member)
	if value then
		redis.call('HDEL', AGENTS, member)
		redis.call('ZREM', SINCE, member)
		redis.call('ZREM', DUE, member)
		redis.call('HINCRBY', META, counter(member, value), -1)
		if redis.call('ZREM', UNTIL, member) == 1 then
			redis.call('HINCRBY', META, 'limited', -1)
		end
	end
end

local function add(member, agent)
	put(member, agent)
	index(member, agent)
	redis.call('HINCRBY', META, 'n:' .. string.sub(member, 1, 1), 1)
	if agent.expiry >= 0 then
		redis.call('HINCRBY', META, 'limited', 1)
	end
end

local function limit(member, agent, expiry)
	if agent.expiry >= 0 and expiry < 0 then
		redis.call('ZREM', UNTIL, member)
		redis.call('HINCRBY', META, 'limited', -1)
	elseif expiry >= 0 then
		redis.call('ZADD', UNTIL, expiry, member)
		if agent.expiry < 0 then
			redis.call('HINCRBY', META, 'limited', 1)
		end
	end
	agent.expiry = expiry
end

local function find(member)
	local value = redis.call('HGET', AGENTS, member)
	local agent = value and parse(value)
	if agent and (agent.expiry < 0 or agent.expiry > now) then
		return agent
	end
end

local function expire()
	for _, member in ipairs(redis.call('ZRANGEBYSCORE', UNTIL, '-inf', now, 'LIMIT', 0, 1000)) do
		forget(member)
	end
end

local function last()
	local entry = redis.call('ZREVRANGE', SINCE, 0, 0, 'WITHSCORES')
	return tonumber(entry[2]) or 0
end

local function meta()
	local fields, reply = {}, redis.call('HGETALL', META)
	for i = 1, #reply, 2 do
		fields[reply[i]] = reply[i + 1]
	end
	return fields
end

local function total(fields)
	local sum = 0
	for field, value in pairs(fields) do
		if string.sub(field, 1, 2) == 'n:' then
			sum = sum + tonumber(value)
		end
	end
	return sum
end

local function rebuild(fields, lost)
	redis.call('DEL', SINCE, DUE, UNTIL)
	for field in pairs(fields) do
		local prefix = string.sub(field, 1, 2)
		if prefix == 'n:' or lost and (prefix == 'c:' or prefix == 'r:') then
			redis.call('HDEL', META, field)
		end
	end
	local limited, reply = 0, redis.call('HGETALL', AGENTS)
	for i = 1, #reply, 2 do
		local agent = parse(reply[i + 1])
		redis.call('HINCRBY', META, counter(reply[i], reply[i + 1]), 1)
		if agent then
			index(reply[i], agent)
			limited = limited + (agent.expiry >= 0 and 1 or 0)
		end
	end
	redis.call('HSET', META, 'limited', limited, 'format', 1)
	if lost then
		redis.call('HSET', META, 'generation',
			string.format('%.0f', math.max(now, (tonumber(fields.generation) or 0) + 1)))
	end
end

-- checks whether Redis has lost or evicted any of the keys
local function verify()
	local fields = meta()
	if (tonumber(fields.format) or 1) > 1 then
		error('a later version of this library has written the active agents (format ' .. fields.format .. ')')
	end
	local held, sum = redis.call('HLEN', AGENTS), total(fields)
	local indexed = sum - (tonumber(fields['n:' .. UNREADABLE]) or 0)
	if not fields.generation or held ~= sum or redis.call('ZCARD', SINCE) ~= indexed
			or redis.call('ZCARD', DUE) ~= indexed or redis.call('ZCARD', UNTIL) ~= (tonumber(fields.limited) or 0) then
		rebuild(fields, not fields.generation or held < sum)
		fields = meta()
	end
	return fields
end

-- counts the changes, so that an instance that has seen more of them notices that Redis came back with an older state
local function written()
	return redis.call('HINCRBY', META, 'writes', 1)
end

local function count(fields)
	local sum = (tonumber(fields['n:i']) or 0) + (tonumber(fields['n:e']) or 0)
	return sum - redis.call('ZCOUNT', UNTIL, '-inf', now)
end

local function append(reply, member, agent, due)
	local size = #reply
	reply[size + 1] = member
	reply[size + 2] = agent.text
	reply[size + 3] = agent.since
	reply[size + 4] = agent.expiry
	reply[size + 5] = due and due >= 0 and due or agent.since
	reply[size + 6] = agent.accepted
	reply[size + 7] = agent.origin
end

local function due_of(member)
	return tonumber(redis.call('ZSCORE', DUE, member))
end

