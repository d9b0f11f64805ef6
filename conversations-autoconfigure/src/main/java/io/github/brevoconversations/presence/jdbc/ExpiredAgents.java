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

package io.github.brevoconversations.presence.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deletes agents that have expired. They no longer count as active, so any instance may
 * delete them at any time.
 */
final class ExpiredAgents {

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private static final int AT_ONCE = 500;

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	private final AtomicLong next = new AtomicLong(System.nanoTime());

	ExpiredAgents(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
	}

	/**
	 * Delete some of them if this instance has not done so for a minute, or if more were
	 * left then.
	 */
	void deleteNowAndThen() {
		long planned = this.next.get();
		long now = System.nanoTime();
		if (now - planned >= 0 && this.next.compareAndSet(planned, now + PAUSE)) {
			delete();
		}
	}

	/**
	 * Delete some of them.
	 */
	void delete() {
		List<Long> ids = this.session
			.run((jdbc) -> jdbc.queryForList(this.sql.findExpired(), Long.class, this.namespace, AT_ONCE));
		if (!ids.isEmpty()) {
			this.session.run((jdbc) -> jdbc.update(this.sql.deleteExpiredById(ids.size()), ids.toArray()));
		}
		if (ids.size() == AT_ONCE) {
			this.next.set(System.nanoTime());
		}
	}

}
