-- Describes a page of agents. Arguments: the position after which the page begins, and its size at most.
-- The reply begins with the position after which the next page begins, or -1 if there is none.
local page = redis.call('ZRANGEBYSCORE', SINCE, '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local reply = { #page == 2 * ARGV[2] and tonumber(page[#page]) or -1 }
for i = 1, #page, 2 do
	local agent = known(page[i]) and find(page[i])
	if agent then
		append(reply, page[i], agent, due_of(page[i]))
	end
end
return reply
