-- Claims due agents. Arguments: how many at most, for how long, how far ahead a due time can be at most, from how many
-- of those that were marked active first or nothing, and how many changes the instance has seen. The reply: the time,
-- the number of all agents, the generation, the time until the next one is due or -1, the account's state, the number
-- of changes, and the claimed agents.
expire()
local fields = verify()
if (tonumber(fields.writes) or 0) < tonumber(ARGV[5]) then
	redis.call('HSET', META, 'writes', ARGV[5], 'generation',
		string.format('%.0f', math.max(now, (tonumber(fields.generation) or 0) + 1)))
	fields = meta()
end
local lease, latest = tonumber(ARGV[2]), now + ARGV[3]
local account = fields.account or ''
local state = {}
for field in string.gmatch(account .. '|', '([^|]*)|') do
	state[#state + 1] = field
end
local understood = state[1] == '1'
local kept = understood and tonumber(state[2])
local first = tonumber(ARGV[4])
if first then
	kept = math.min(kept or first, first)
end
local max, paused_until = tonumber(ARGV[1]), nil
local probe = false
for i = 3, 5, 2 do
	local since, ends = understood and tonumber(state[i]), understood and tonumber(state[i + 1])
	if since and ends then
		probe = true
		if since <= now and now < ends then
			paused_until = math.max(paused_until or 0, ends)
		end
	end
end
if paused_until then
	max = 0
elseif probe then
	max = math.min(max, 1)
end

local function is_due(due)
	return due <= now or due > latest
end

local taken, next_due = {}, nil

local function later(due)
	due = is_due(due) and now or due
	next_due = next_due and math.min(next_due, due) or due
end

local function take(member, agent, due)
	taken[#taken + 1] = { member = member, agent = agent, due = due }
	redis.call('ZADD', DUE, now + lease, member)
	later(now + lease)
end

local function take_of_kept()
	local due, seen, from = {}, 0, 0
	local function look_at(member, agent)
		local score = due_of(member)
		if is_due(score) then
			due[#due + 1] = { member = member, agent = agent, due = score }
		else
			later(score)
		end
	end
	while seen < kept do
		local page = redis.call('ZRANGE', SINCE, from, from + PAGE - 1)
		for _, member in ipairs(page) do
			local agent = seen < kept and not fields['r:' .. member] and known(member) and find(member)
			if agent then
				seen = seen + 1
				look_at(member, agent)
			end
		end
		if #page < PAGE then
			break
		end
		from = from + PAGE
	end
	-- agents that Brevo rejects do not count, and are claimed as well if there are enough requests
	if not first then
		for field in pairs(fields) do
			local member = string.match(field, '^r:(.*)$')
			local agent = member and known(member) and find(member)
			if agent then
				look_at(member, agent)
			end
		end
	end
	table.sort(due, function(a, b)
		return a.due < b.due
	end)
	for i, entry in ipairs(due) do
		if i <= max then
			take(entry.member, entry.agent, entry.due)
		else
			later(entry.due)
		end
	end
end

-- visits the agents in the order of their due times until the function returns false, except those of unknown kinds
local function each(command, from, to, visit)
	local offset = 0
	while true do
		local page = redis.call(command, DUE, from, to, 'WITHSCORES', 'LIMIT', offset, PAGE)
		for i = 1, #page, 2 do
			local agent = known(page[i]) and find(page[i])
			if agent and not visit(page[i], agent, tonumber(page[i + 1])) then
				return
			end
		end
		if #page < 2 * PAGE then
			return
		end
		offset = offset + PAGE
	end
end

local function take_of_all()
	local found = {}
	local function visit(member, agent, due)
		if #found < max then
			found[#found + 1] = { member = member, agent = agent, due = due }
		end
		return #found < max
	end
	if max > 0 then
		each('ZRANGEBYSCORE', '-inf', now, visit)
		if #found < max then
			each('ZREVRANGEBYSCORE', '+inf', string.format('(%.0f', latest), visit)
		end
	end
	for _, entry in ipairs(found) do
		take(entry.member, entry.agent, entry.due)
	end
	local function first(_, _, due)
		later(due)
		return false
	end
	each('ZRANGEBYSCORE', '-inf', '+inf', first)
	each('ZREVRANGEBYSCORE', '+inf', '-inf', first)
end

if kept then
	take_of_kept()
else
	take_of_all()
end
if #taken > 0 and probe then
	for i = 3, 5, 2 do
		if state[i] ~= '' then
			state[i + 1] = string.format('%.0f', now + lease)
			paused_until = now + lease
		end
	end
	account = table.concat(state, '|')
	redis.call('HSET', META, 'account', account)
end
if next_due and paused_until then
	next_due = math.max(next_due, paused_until)
end
local writes = #taken > 0 and written() or tonumber(fields.writes) or 0
local reply = { now, count(fields), tonumber(fields.generation), next_due and math.max(0, next_due - now) or -1, account,
	writes }
for _, entry in ipairs(taken) do
	append(reply, entry.member, entry.agent, entry.due)
end
return reply
