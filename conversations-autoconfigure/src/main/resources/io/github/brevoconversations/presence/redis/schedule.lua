-- Schedules pings, and replaces the account's state if it still is what is expected. Arguments: the expected state, the
-- new one or nothing, the time that it was made for, and for each ping: the agent, the time from now until the ping,
-- and the time since the last accepted one or nothing. The reply: the time, whether the state was replaced, and what it
-- was.
for i = 4, #ARGV, 3 do
	local member, agent = ARGV[i], find(ARGV[i])
	if agent then
		local ago = tonumber(ARGV[i + 2])
		agent.due = math.max(0, now + ARGV[i + 1])
		if ago and now - ago > agent.accepted then
			agent.accepted = math.max(0, now - ago)
		end
		put(member, agent)
		redis.call('ZADD', DUE, agent.due, member)
	end
end
local account = redis.call('HGET', META, 'account') or ''
if ARGV[2] ~= '' and account == ARGV[1] and math.abs(now - ARGV[3]) < 1000000 then
	redis.call('HSET', META, 'account', ARGV[2])
	return { now, 1, account }
end
return { now, 0, account }
