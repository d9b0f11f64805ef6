create table if not exists brevo_active_agent (
	id bigint generated always as identity primary key,
	namespace varchar(100) not null,
	agent_key varchar(64) not null,
	agent_id text,
	email text,
	agent_name text,
	received_from text,
	active_since bigint not null,
	active_until bigint,
	ping_due bigint not null,
	last_accepted_ping bigint,
	constraint brevo_active_agent_key unique (namespace, agent_key)
);

create index if not exists brevo_active_agent_due on brevo_active_agent (namespace, ping_due, id);
