-- Removes an agent, unless it was marked since. Arguments: the agent, and the time since.
verify()
local agent = find(ARGV[1])
if agent and agent.marked <= now - ARGV[2] then
	forget(ARGV[1])
	redis.call('HDEL', META, 'c:' .. ARGV[1])
	return { 1 }
end
return { 0 }
