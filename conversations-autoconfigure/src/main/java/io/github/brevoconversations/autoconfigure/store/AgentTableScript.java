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
 * Gives the table that a script creates, and what belongs to it, another name.
 *
 * @param tableName the name of the table, with that of its schema where need be
 */
record AgentTableScript(String tableName) {

	/**
	 * Constraints and keys are in their table, and indexes are in its schema, whose name
	 * PostgreSQL does not allow and H2 wants only if it is not the current one.
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
