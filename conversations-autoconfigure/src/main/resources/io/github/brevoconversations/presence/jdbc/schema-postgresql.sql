-- The kind says what a row is: an active 'agent', an agent that is 'configured', the state of the 'account', or
-- 'unreadable'. The due time is deliberately not indexed, so that pings change no index and PostgreSQL can use HOT
-- updates.
create table if not exists brevo_active_agent (
	id bigint generated always as identity primary key,
	namespace varchar(100) not null,
	kind varchar(20) not null,
	agent_key varchar(64) not null,
	agent_id text,
	email text,
	agent_name text,
	received_from text,
	origin varchar(1),
	active_since bigint not null default 0,
	active_until bigint,
	marked_at bigint not null default 0,
	ping_due bigint not null default 0,
	last_accepted_ping bigint,
	account_state text,
	constraint brevo_active_agent_key unique (namespace, kind, agent_key)
) with (fillfactor = 50);
