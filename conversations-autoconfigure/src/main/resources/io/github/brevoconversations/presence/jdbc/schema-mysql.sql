-- The kind says what a row is: an active 'agent', an agent that is 'configured', the state of the 'account', or
-- 'unreadable'.
create table if not exists brevo_active_agent (
	id bigint not null auto_increment primary key,
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
	unique key brevo_active_agent_key (namespace, kind, agent_key),
	key brevo_active_agent_due (namespace, kind, ping_due, id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
