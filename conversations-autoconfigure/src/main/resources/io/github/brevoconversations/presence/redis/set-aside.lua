-- Sets entries aside that are damaged, so that nobody is kept waiting by them. Arguments: the agents.
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
