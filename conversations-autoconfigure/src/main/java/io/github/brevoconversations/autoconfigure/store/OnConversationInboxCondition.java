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

import java.util.Locale;

import io.github.brevoconversations.autoconfigure.store.ConversationInboxProperties.InboxType;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition of {@link ConditionalOnConversationInbox @ConditionalOnConversationInbox}.
 */
class OnConversationInboxCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		InboxType asked = metadata.getAnnotations()
			.get(ConditionalOnConversationInbox.class)
			.getEnum("value", InboxType.class);
		InboxType type = Binder.get(context.getEnvironment())
			.bind(Stored.EVENTS.property(), InboxType.class)
			.orElse(InboxType.MEMORY);
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnConversationInbox.class)
			.because("property %s is %s".formatted(Stored.EVENTS.property(), type.name().toLowerCase(Locale.ROOT)));
		return new ConditionOutcome(type == asked, message);
	}

}
