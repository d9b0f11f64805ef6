-- Removes an agent, unless it was marked active since a ping. Arguments: the agent, and the time since the ping.
verify()
local agent = find(ARGV[1])
-- a time in the future was recorded before the clock was set back
if agent and (agent.marked <= now - ARGV[2] or agent.marked > now) then
	forget(ARGV[1])
	written()
	redis.call('HDEL', META, 'c:' .. ARGV[1])
	return { 1 }
end
return { 0 }
