create table if not exists brevo_inbox_conversation (
	namespace varchar(100) not null,
	conversation_key varchar(32) not null,
	due bigint not null,
	token bigint not null,
	primary key (namespace, conversation_key)
);

create index if not exists brevo_inbox_conversation_due on brevo_inbox_conversation (namespace, due);

create table if not exists brevo_inbox_event (
	id bigint generated always as identity primary key,
	namespace varchar(100) not null,
	conversation_key varchar(32) not null,
	event_key varchar(32) not null,
	kind varchar(20) not null,
	received_at bigint not null,
	attempts int not null,
	parked_at bigint,
	outcome varchar(200),
	payload character large object not null
);

create index if not exists brevo_inbox_event_order on brevo_inbox_event (namespace, conversation_key, id);

create index if not exists brevo_inbox_event_key on brevo_inbox_event (namespace, event_key);

create index if not exists brevo_inbox_event_parked on brevo_inbox_event (namespace, parked_at, id);

create table if not exists brevo_inbox_seen (
	namespace varchar(100) not null,
	event_key varchar(32) not null,
	remembered_until bigint not null,
	primary key (namespace, event_key)
);

create index if not exists brevo_inbox_seen_until on brevo_inbox_seen (namespace, remembered_until);

create table if not exists brevo_inbox_clock (
	namespace varchar(100) not null primary key,
	wall_time bigint not null,
	inbox_time bigint not null
);
