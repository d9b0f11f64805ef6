-- The kind says what a row is: an active 'agent', an agent that is 'configured', the state of the 'account', or
-- 'unreadable'.
create table if not exists brevo_active_agent (
	id bigint generated always as identity primary key,
	namespace varchar(100) not null,
	kind varchar(20) not null,
	agent_key varchar(64) not null,
	agent_id varchar,
	email varchar,
	agent_name varchar,
	received_from varchar,
	origin varchar(1),
	active_since bigint default 0 not null,
	active_until bigint,
	marked_at bigint default 0 not null,
	ping_due bigint default 0 not null,
	last_accepted_ping bigint,
	account_state varchar,
	constraint brevo_active_agent_key unique (namespace, kind, agent_key)
);

create index if not exists brevo_active_agent_due on brevo_active_agent (namespace, kind, ping_due, id);
