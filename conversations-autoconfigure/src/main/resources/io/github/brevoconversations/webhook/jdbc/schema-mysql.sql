create table if not exists brevo_inbox_conversation (
	namespace varchar(100) not null,
	conversation_key varchar(32) not null,
	due bigint not null,
	token bigint not null,
	primary key (namespace, conversation_key),
	key brevo_inbox_conversation_due (namespace, due)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists brevo_inbox_event (
	id bigint not null auto_increment primary key,
	namespace varchar(100) not null,
	conversation_key varchar(32) not null,
	event_key varchar(32) not null,
	kind varchar(20) not null,
	received_at bigint not null,
	attempts int not null,
	parked_at bigint,
	outcome varchar(200),
	payload longtext not null,
	key brevo_inbox_event_order (namespace, conversation_key, id),
	key brevo_inbox_event_key (namespace, event_key),
	key brevo_inbox_event_parked (namespace, parked_at, id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists brevo_inbox_seen (
	namespace varchar(100) not null,
	event_key varchar(32) not null,
	remembered_until bigint not null,
	primary key (namespace, event_key),
	key brevo_inbox_seen_until (namespace, remembered_until)
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;

create table if not exists brevo_inbox_clock (
	namespace varchar(100) not null primary key,
	wall_time bigint not null,
	inbox_time bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
