/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.brevoconversations.webhook.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.github.brevoconversations.webhook.ConversationEventKind;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.InboxEntry;
import io.github.brevoconversations.webhook.ParkedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements of an inbox. Lock the row of a conversation before changing its events,
 * except to delete an event by its key or surplus parked events.
 */
final class InboxTables {

	private static final String CONVERSATION = " where namespace = ? and conversation_key = ?";

	private static final String WAITING = " where namespace = ? and parked_at is null";

	private final JdbcTemplate jdbc;

	private final String insertSeen;

	private final String lockConversation;

	private final String insertClock;

	private final String readClock;

	InboxTables(JdbcTemplate jdbc, InboxDialect dialect) {
		this.jdbc = jdbc;
		this.insertSeen = dialect.insertIfAbsent("brevo_inbox_seen", "namespace, event_key", "remembered_until");
		this.lockConversation = dialect.insertOrLock("brevo_inbox_conversation", "namespace, conversation_key",
				"due, token");
		this.insertClock = dialect.insertIfAbsent("brevo_inbox_clock", "namespace", "wall_time, inbox_time");
		this.readClock = "select wall_time, inbox_time, %s as now_time from brevo_inbox_clock where namespace = ?"
			.formatted(dialect.now());
	}

	List<InboxTime> readClock(String namespace) {
		return this.jdbc.query(this.readClock, (row, number) -> new InboxTime(row.getLong("wall_time"),
				row.getLong("inbox_time"), row.getLong("now_time")), namespace);
	}

	void insertClock(String namespace) {
		this.jdbc.update(this.insertClock, namespace, 0, 0);
	}

	void setClock(String namespace, InboxTime time) {
		this.jdbc.update(
				"update brevo_inbox_clock set wall_time = ?, inbox_time = ? where namespace = ? and wall_time = ?",
				time.store(), time.now(), namespace, time.wall());
	}

	boolean see(String namespace, String key, long until, long now) {
		return this.jdbc.update(this.insertSeen, namespace, key, until) == 1 || this.jdbc
			.update("update brevo_inbox_seen set remembered_until = ? where namespace = ? and event_key = ?"
					+ " and remembered_until <= ?", until, namespace, key, now) == 1;
	}

	List<String> expired(String namespace, long now, int max) {
		return this.jdbc.queryForList(
				"select event_key from brevo_inbox_seen where namespace = ?"
						+ " and remembered_until <= ? order by remembered_until limit " + max,
				String.class, namespace, now);
	}

	void forget(String namespace, List<String> keys, long now) {
		this.jdbc.batchUpdate(
				"delete from brevo_inbox_seen where namespace = ? and event_key = ? and remembered_until <= ?",
				keys.stream().map((key) -> new Object[] { namespace, key, now }).toList());
	}

	void lockConversation(String namespace, String conversation, long due) {
		this.jdbc.update(this.lockConversation, namespace, conversation, due, 0);
	}

	List<String> lockDue(String namespace, long now, int max) {
		return this.jdbc.queryForList(
				"select conversation_key from brevo_inbox_conversation where namespace = ?"
						+ " and due <= ? order by due limit " + max + " for update skip locked",
				String.class, namespace, now);
	}

	void release(String namespace, List<Long> tokens, long due) {
		this.jdbc.batchUpdate(
				"update brevo_inbox_conversation set due = ?, token = 0 where namespace = ? and due > ? and token = ?",
				tokens.stream().map((token) -> new Object[] { due, namespace, due, token }).toList());
	}

	boolean lockHeld(String namespace, Delivery delivery) {
		return this.jdbc
			.queryForList("select token from brevo_inbox_conversation" + CONVERSATION + " for update", Long.class,
					namespace, delivery.conversation())
			.contains(delivery.token());
	}

	@Nullable Long nextDue(String namespace) {
		return this.jdbc.queryForObject("select min(due) from brevo_inbox_conversation where namespace = ?", Long.class,
				namespace);
	}

	void setConversation(String namespace, String conversation, long due, long token) {
		this.jdbc.update("update brevo_inbox_conversation set due = ?, token = ?" + CONVERSATION, due, token, namespace,
				conversation);
	}

	void deleteConversation(String namespace, String conversation) {
		this.jdbc.update("delete from brevo_inbox_conversation" + CONVERSATION, namespace, conversation);
	}

	int countWaiting(String namespace, int max) {
		Integer count = this.jdbc.queryForObject(
				"select count(*) from (select id from brevo_inbox_event" + WAITING + " limit " + max + ") waiting",
				Integer.class, namespace);
		return (count != null) ? count : 0;
	}

	void insertEvents(String namespace, List<InboxEntry> entries) {
		this.jdbc.batchUpdate(
				"insert into brevo_inbox_event (namespace, conversation_key, event_key, kind, received_at, attempts,"
						+ " payload) values (?, ?, ?, ?, ?, 0, ?)",
				entries.stream()
					.map((entry) -> new Object[] { namespace, entry.conversation(), entry.key(),
							ConversationEventKind.of(entry.event()).name(), entry.event().receivedAt().toEpochMilli(),
							entry.payload() })
					.toList());
	}

	@Nullable Delivery head(String namespace, String conversation, long token) {
		return DataAccessUtils.singleResult(this.jdbc.query(
				"select id, attempts, payload from brevo_inbox_event" + CONVERSATION
						+ " and parked_at is null order by id limit 1",
				(row, number) -> InboxEntry.delivery(conversation, token, row.getLong("id"), row.getInt("attempts"),
						row.getString("payload")),
				namespace, conversation));
	}

	void countAttempt(long id) {
		this.jdbc.update("update brevo_inbox_event set attempts = attempts + 1 where id = ?", id);
	}

	void delete(long id) {
		this.jdbc.update("delete from brevo_inbox_event where id = ? and parked_at is null", id);
	}

	void deleteWaiting(String namespace, String key) {
		this.jdbc.update("delete from brevo_inbox_event" + WAITING + " and event_key = ?", namespace, key);
	}

	void park(long id, long when, String outcome) {
		this.jdbc.update("update brevo_inbox_event set parked_at = ?, outcome = ?, attempts = attempts + 1"
				+ " where id = ? and parked_at is null", when, outcome, id);
	}

	void deleteSurplusParked(String namespace, int capacity) {
		List<Long> surplus = this.jdbc.queryForList(
				"select id from brevo_inbox_event where namespace = ?"
						+ " and parked_at is not null order by parked_at desc, id desc limit 100 offset " + capacity,
				Long.class, namespace);
		surplus.forEach(
				(id) -> this.jdbc.update("delete from brevo_inbox_event where id = ? and parked_at is not null", id));
	}

	List<ParkedEvent> parked(String namespace, int max) {
		return this.jdbc.query(
				"select id, kind, received_at, parked_at, attempts, outcome from brevo_inbox_event"
						+ " where namespace = ? and parked_at is not null order by parked_at, id limit " + max,
				(row, number) -> parked(row), namespace);
	}

	private static ParkedEvent parked(ResultSet row) throws SQLException {
		String kind = row.getString("kind");
		return new ParkedEvent(row.getString("id"),
				List.of(ConversationEventKind.values())
					.stream()
					.filter((known) -> known.name().equals(kind))
					.findFirst()
					.orElse(ConversationEventKind.UNKNOWN),
				Instant.ofEpochMilli(row.getLong("received_at")), Instant.ofEpochMilli(row.getLong("parked_at")),
				row.getInt("attempts"), row.getString("outcome"));
	}

	List<String> parkedConversation(String namespace, long id) {
		return this.jdbc.queryForList(
				"select conversation_key from brevo_inbox_event where namespace = ? and id = ? and parked_at is not null",
				String.class, namespace, id);
	}

	boolean unpark(long id) {
		return this.jdbc.update("update brevo_inbox_event set parked_at = null, outcome = null, attempts = 0"
				+ " where id = ? and parked_at is not null", id) == 1;
	}

	long count(String namespace, boolean parked) {
		Long count = this.jdbc.queryForObject("select count(*) from brevo_inbox_event where namespace = ?"
				+ (parked ? " and parked_at is not null" : " and parked_at is null"), Long.class, namespace);
		return (count != null) ? count : 0;
	}

}
