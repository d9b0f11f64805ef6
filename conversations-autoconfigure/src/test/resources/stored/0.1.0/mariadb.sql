-- The kind tells what a row is: an 'agent' that is active, one that is 'configured', the state of the 'account', or what
-- is 'unreadable'.
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

insert into brevo_active_agent (id, namespace, kind, agent_key, agent_id, email, agent_name, received_from, origin, active_since, active_until, marked_at, ping_due, last_accepted_ping, account_state) values (1, 'upgrade:agents', 'configured', '4a79c375d7d26a79a1a05e474005fc3949a8ebc309c7f58834e269258a075590', null, null, null, null, null, 0, null, 0, 0, null, null);
insert into brevo_active_agent (id, namespace, kind, agent_key, agent_id, email, agent_name, received_from, origin, active_since, active_until, marked_at, ping_due, last_accepted_ping, account_state) values (2, 'upgrade:agents', 'agent', '4a79c375d7d26a79a1a05e474005fc3949a8ebc309c7f58834e269258a075590', 'omar', null, null, null, 'c', 1795781161599, null, 1795781161599, 1795784761828, null, null);
insert into brevo_active_agent (id, namespace, kind, agent_key, agent_id, email, agent_name, received_from, origin, active_since, active_until, marked_at, ping_due, last_accepted_ping, account_state) values (3, 'upgrade:agents', 'agent', 'e05a6fa72bb6f179e712e9bf0fc033da1f040e913e221282c6650024c0e07426', 'liz', null, null, null, 'm', 1795781161661, null, 1795781161661, 1795784761980, 1795781161980, null);
insert into brevo_active_agent (id, namespace, kind, agent_key, agent_id, email, agent_name, received_from, origin, active_since, active_until, marked_at, ping_due, last_accepted_ping, account_state) values (4, 'upgrade:agents', 'agent', '053194eb68db708558cf600167177f1fa8fac2c591e9eb3ae8314a27d64bd7cc', null, 'mei@example.org', 'Mei', 'our-desk', 'm', 1795781161701, null, 1795781161701, 1795784761828, null, null);
insert into brevo_inbox_conversation (namespace, conversation_key, due, token) values ('upgrade:inbox', 'i-xMqRBV6Xo1T6dVUc56yJGTvuQaQyOO', 10511, 0);
insert into brevo_inbox_event (id, namespace, conversation_key, event_key, kind, received_at, attempts, parked_at, outcome, payload) values (1, 'upgrade:inbox', 'Q3gFJMwDstMzu0H-DwLbQ3v2LT3jWGue', '5YEyf_inffKivcdXr5HUAwr0w1mRbDsE', 'VISITOR_MESSAGE', 1795773600000, 1, 1795781164454, 'java.lang.IllegalStateException', '{"v":1,"kind":"VISITOR_MESSAGE","account":"default","conversationId":"parked","receivedAt":"2026-11-27T10:00:00Z","visitor":{"id":"visitor-of-parked"},"message":{"id":"1","type":"visitor","text":"text of 1"}}');
insert into brevo_inbox_event (id, namespace, conversation_key, event_key, kind, received_at, attempts, parked_at, outcome, payload) values (2, 'upgrade:inbox', 'i-xMqRBV6Xo1T6dVUc56yJGTvuQaQyOO', 'nKOTcqTVEdcQVBFy7d_s5C4ngko73LXY', 'VISITOR_MESSAGE', 1795773600000, 0, null, null, '{"v":1,"kind":"VISITOR_MESSAGE","account":"default","conversationId":"waiting","receivedAt":"2026-11-27T10:00:00Z","visitor":{"id":"visitor-of-waiting"},"message":{"id":"2","type":"visitor","text":"text of 2"}}');
insert into brevo_inbox_event (id, namespace, conversation_key, event_key, kind, received_at, attempts, parked_at, outcome, payload) values (3, 'upgrade:inbox', 'i-xMqRBV6Xo1T6dVUc56yJGTvuQaQyOO', 'onCBo7ArMmNBiqVuWRiLt4q5E1B1lmbd', 'VISITOR_MESSAGE', 1795773600000, 0, null, null, '{"v":1,"kind":"VISITOR_MESSAGE","account":"default","conversationId":"waiting","receivedAt":"2026-11-27T10:00:00Z","visitor":{"id":"visitor-of-waiting"},"message":{"id":"3","type":"visitor","text":"text of 3"}}');
insert into brevo_inbox_seen (namespace, event_key, remembered_until) values ('upgrade:inbox', '5YEyf_inffKivcdXr5HUAwr0w1mRbDsE', 86410000);
insert into brevo_inbox_seen (namespace, event_key, remembered_until) values ('upgrade:inbox', 'nKOTcqTVEdcQVBFy7d_s5C4ngko73LXY', 86410511);
insert into brevo_inbox_seen (namespace, event_key, remembered_until) values ('upgrade:inbox', 'onCBo7ArMmNBiqVuWRiLt4q5E1B1lmbd', 86410511);
insert into brevo_inbox_clock (namespace, wall_time, inbox_time) values ('upgrade:inbox', 1795781163976, 10000);
