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

package io.github.brevoconversations.reference.hearing;

// tag::code[]
import javax.sql.DataSource;

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InboxOfSales {

	@Bean
	@Qualifier("sales")
	ConversationInbox inboxOfSales(DataSource dataSource) {
		InboxSettings settings = InboxSettings.defaults().withCapacity(50_000);
		return new JdbcConversationInbox(dataSource, "sales-inbox", settings);
	}

}
// end::code[]
