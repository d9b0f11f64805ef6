-- Marks agents. Arguments, for each: '1' for active or '0', the agent, its description, and for how long or nothing.
expire()
verify()
written()
for i = 1, #ARGV, 4 do
	local member, atMost = ARGV[i + 1], tonumber(ARGV[i + 3])
	if ARGV[i] == '1' then
		local agent = find(member)
		if agent then
			limit(member, agent, atMost and now + atMost or -1)
			agent.marked, agent.origin, agent.text = now, 'm', ARGV[i + 2]
			put(member, agent)
			redis.call('HDEL', META, 'r:' .. member)
		else
			forget(member)
			local since = math.max(now, last() + 1)
			add(member, { since = since, expiry = atMost and since + atMost or -1, accepted = -1, due = -1,
				marked = now, origin = 'm', text = ARGV[i + 2] })
		end
	else
		forget(member)
	end
end
return {}
