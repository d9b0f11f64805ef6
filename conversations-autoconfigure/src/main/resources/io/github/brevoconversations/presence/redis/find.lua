-- Describes the agents that are active among those given. Arguments: the agents.
local reply = {}
for _, member in ipairs(ARGV) do
	local agent = find(member)
	if agent then
		append(reply, member, agent, due_of(member))
	end
end
return reply
