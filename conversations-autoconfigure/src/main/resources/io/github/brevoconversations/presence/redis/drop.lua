-- Removes an agent, unless it was marked active since a ping. Arguments: the agent, and the time since the ping.
verify()
local agent = find(ARGV[1])
if agent and agent.marked <= now - ARGV[2] then
	forget(ARGV[1])
	written()
	redis.call('HDEL', META, 'c:' .. ARGV[1])
	return { 1 }
end
return { 0 }
