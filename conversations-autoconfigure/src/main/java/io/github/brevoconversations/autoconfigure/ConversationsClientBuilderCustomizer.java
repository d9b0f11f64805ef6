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

package io.github.brevoconversations.autoconfigure;

import io.github.brevoconversations.client.ConversationsClientBuilder;

/**
 * Callback interface that beans can implement to customize the
 * {@link ConversationsClientBuilder} before a client is built. Customizers are called
 * after the starter's own settings, in the order of the beans. Those of the default
 * account apply to all accounts; those with the qualifier of a named account apply to
 * that account only.
 */
@FunctionalInterface
public interface ConversationsClientBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the builder to customize
	 */
	void customize(ConversationsClientBuilder builder);

}
