-- Sets damaged entries aside, so that they do not hold up the others. Arguments: the agents.
verify()
for _, member in ipairs(ARGV) do
	local value = redis.call('HGET', AGENTS, member)
	if value and parse(value) then
		forget(member)
		redis.call('HSET', AGENTS, member, UNREADABLE .. value)
		redis.call('HINCRBY', META, 'n:' .. UNREADABLE, 1)
	end
end
return {}
