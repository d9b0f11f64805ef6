-- Counts the agents.
return { count(verify()) }
