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

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxEntry;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.LostClaims;
import io.github.brevoconversations.webhook.ParkedEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * {@link ConversationInbox} in tables of PostgreSQL, MySQL, MariaDB or H2, which
 * instances share. The files {@code schema-*.sql} beside this class create the tables.
 * <p>
 * The inbox uses the database on at most four threads of its own, which end when idle,
 * and in its own transactions, never in one of the application's. A statement that takes
 * more than five seconds fails.
 * <p>
 * Failures are usually {@link org.springframework.dao.DataAccessException}s.
 */
public final class JdbcConversationInbox implements ConversationInbox, AutoCloseable {

	private static final int MAX_NAMESPACE_LENGTH = 100;

	private static final int MAX_OUTCOME_LENGTH = 200;

	private final InboxSession session;

	private final String namespace;

	private final InboxSettings settings;

	private final LostClaims lost = new LostClaims();

	/**
	 * Create an inbox. The database is not used yet.
	 * @param dataSource the source of connections to the database
	 * @param namespace the namespace of the events: the same for all instances that share
	 * the inbox, and a different one for each other Brevo account and application that
	 * uses the tables. It has at most 100 characters, without white space at either end
	 * @param settings how much the inbox holds, the same for all instances
	 * @throws IllegalArgumentException if the namespace is blank, too long, or has white
	 * space at an end
	 */
	public JdbcConversationInbox(DataSource dataSource, String namespace, InboxSettings settings) {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		Assert.hasText(namespace, "'namespace' must not be blank");
		Assert.isTrue(namespace.length() <= MAX_NAMESPACE_LENGTH && namespace.equals(namespace.strip()),
				"'namespace' must have at most 100 characters, and must not start or end with a blank");
		this.session = new InboxSession(dataSource);
		this.namespace = namespace;
		this.settings = settings;
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public Mono<Addition> add(List<InboxEntry> entries) {
		return run((work) -> work.add(entries)).onErrorReturn(InboxWork.InboxFullException.class,
				new Addition(true, List.of()));
	}

	@Override
	public Mono<Void> markSent(String messageId) {
		return run((work) -> work.markSent(messageId)).then();
	}

	@Override
	public Mono<Claim> claim(int max, Duration lease) {
		return this.lost.claim(max, lease, (token, former) -> this.session
			.runWhileAwaited((tables) -> work(tables).claim(max, lease, token, former)));
	}

	@Override
	public Mono<Boolean> renew(Delivery delivery, Duration lease) {
		return run((work) -> work.renew(delivery, lease));
	}

	@Override
	public Mono<Step> complete(Delivery delivery, @Nullable Duration lease) {
		return run((work) -> work.step(delivery, null, lease));
	}

	@Override
	public Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return run((work) -> work.release(delivery, delay, attempt));
	}

	@Override
	public Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease) {
		String printable = outcome.replaceAll("[^ -~]", "?");
		String bounded = (printable.length() > MAX_OUTCOME_LENGTH) ? printable.substring(0, MAX_OUTCOME_LENGTH)
				: printable;
		return run((work) -> work.step(delivery, bounded, lease));
	}

	@Override
	public Mono<List<ParkedEvent>> parked(int max) {
		return this.session.run((tables) -> tables.parked(this.namespace, max));
	}

	@Override
	public Mono<Boolean> redeliver(String id) {
		return id.matches("\\d{1,18}") ? run((work) -> work.redeliver(Long.parseLong(id))) : Mono.just(false);
	}

	@Override
	public Mono<InboxSize> size() {
		return run(InboxWork::size);
	}

	/**
	 * Make no further calls. Calls in progress are not waited for.
	 */
	@Override
	public void close() {
		this.session.close();
	}

	private <T> Mono<T> run(Function<InboxWork, T> call) {
		return this.session.run((tables) -> call.apply(work(tables)));
	}

	private InboxWork work(InboxTables tables) {
		return new InboxWork(tables, this.namespace, this.settings);
	}

}
