create table if not exists brevo_active_agent (
	id bigint not null auto_increment primary key,
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
	unique key brevo_active_agent_key (namespace, agent_key),
	key brevo_active_agent_due (namespace, ping_due, id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
