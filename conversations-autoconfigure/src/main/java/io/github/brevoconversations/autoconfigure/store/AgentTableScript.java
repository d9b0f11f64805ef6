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

package io.github.brevoconversations.autoconfigure.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;

/**
 * Renames the table that a script creates, with its constraints, keys and indexes.
 *
 * @param tableName the name of the table, optionally preceded by the name of its schema
 * and a dot
 */
record AgentTableScript(String tableName) {

	/**
	 * The names of constraints and keys have no schema. Neither do the names of indexes:
	 * PostgreSQL does not allow one, and H2 needs it only if it is not the current one.
	 */
	private static final Pattern NAME = Pattern.compile("(?i)\\b((?:constraint|key|index if not exists)\\s+)?"
			+ JdbcActiveAgentStore.DEFAULT_TABLE_NAME + "(\\w*)");

	String named(String script) {
		String simpleName = this.tableName.substring(this.tableName.lastIndexOf('.') + 1);
		return NAME.matcher(script)
			.replaceAll((match) -> Matcher.quoteReplacement((match.group(1) != null)
					? match.group(1) + simpleName + match.group(2) : this.tableName + match.group(2)));
	}

}
