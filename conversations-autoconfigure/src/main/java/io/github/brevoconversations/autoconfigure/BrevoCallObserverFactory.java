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

import io.github.brevoconversations.client.CallObserver;

/**
 * Creates an observer of the calls of each account. Unlike a {@link CallObserver} bean,
 * such an observer knows the account of the calls.
 */
@FunctionalInterface
public interface BrevoCallObserverFactory {

	/**
	 * Create an observer for an account. Called once for each client.
	 * @param account the name of the account
	 * @return the observer of the calls of the account's client
	 */
	CallObserver callObserver(String account);

}
