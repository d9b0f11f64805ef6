-- Sets which agents are configured. Arguments, for each: the agent, and its description.
expire()
local fields, given = verify(), {}
written()
for i = 1, #ARGV, 2 do
	given[ARGV[i]] = true
end
for field in pairs(fields) do
	local member = string.match(field, '^c:(.*)$')
	if member and not given[member] then
		redis.call('HDEL', META, field)
		local agent = find(member)
		if agent and agent.origin == 'c' then
			forget(member)
		end
	end
end
for i = 1, #ARGV, 2 do
	local member, agent = ARGV[i], find(ARGV[i])
	local new = redis.call('HSETNX', META, 'c:' .. member, 1) == 1
	if agent then
		agent.text = ARGV[i + 1]
		put(member, agent)
	elseif new then
		forget(member)
		add(member, { since = math.max(now, last() + 1), expiry = -1, accepted = -1, due = -1, marked = now,
			origin = 'c', text = ARGV[i + 1] })
	end
end
return {}
