-- Adds agents again that are missing. Arguments: the current time by the clock of the other times, the account's state
-- or nothing, and for each agent: the agent, its description, since, until, due, accepted, and its origin.
verify()
written()
local shift = now - ARGV[1]
if math.abs(shift) < 1000000 then
	shift = 0
end
local function shifted(time)
	time = tonumber(time)
	return time >= 0 and math.max(0, time + shift) or time
end
if ARGV[2] ~= '' then
	redis.call('HSETNX', META, 'account', ARGV[2])
end
for i = 3, #ARGV, 7 do
	local member, expiry = ARGV[i], shifted(ARGV[i + 3])
	if not find(member) and (expiry < 0 or expiry > now) then
		forget(member)
		local since = shifted(ARGV[i + 2])
		while redis.call('ZCOUNT', SINCE, since, since) > 0 do
			since = since + 1
		end
		add(member, { since = since, expiry = expiry, due = shifted(ARGV[i + 4]), accepted = shifted(ARGV[i + 5]),
			marked = now, origin = ARGV[i + 6], text = ARGV[i + 1] })
		if ARGV[i + 6] == 'c' then
			redis.call('HSET', META, 'c:' .. member, 1)
		end
	end
end
return {}
