-- Schedules pings, and replaces the account's state if it is still the expected one. Arguments: the expected state, the
-- new one or nothing, the time for which it was computed, and for each ping: the agent, the time from now until the
-- ping, the time since the last accepted one or nothing, and whether Brevo rejected the last one ('1'). The reply: the
-- time, whether the state was replaced, and the state before.
for i = 4, #ARGV, 4 do
	local member, agent = ARGV[i], find(ARGV[i])
	if agent then
		local ago = tonumber(ARGV[i + 2])
		agent.due = math.max(0, now + ARGV[i + 1])
		-- a time in the future was recorded before the clock was set back
		if ago and (now - ago > agent.accepted or agent.accepted > now) then
			agent.accepted = math.max(0, now - ago)
		end
		if ago then
			redis.call('HDEL', META, 'r:' .. member)
		elseif ARGV[i + 3] == '1' then
			redis.call('HSET', META, 'r:' .. member, 1)
		end
		put(member, agent)
		redis.call('ZADD', DUE, agent.due, member)
	end
end
written()
local account = redis.call('HGET', META, 'account') or ''
if ARGV[2] ~= '' and account == ARGV[1] and math.abs(now - ARGV[3]) < 1000000 then
	redis.call('HSET', META, 'account', ARGV[2])
	return { now, 1, account }
end
return { now, 0, account }
