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

package io.github.brevoconversations.sample;

import io.github.brevoconversations.test.BrevoConversationsServer;

/**
 * The built-in Brevo, which knows who is online.
 */
class BuiltInBrevo implements ObservedBrevo {

	private final BrevoConversationsServer server;

	BuiltInBrevo(BrevoConversationsServer server) {
		this.server = server;
	}

	@Override
	public Place place() {
		return Place.BUILT_IN;
	}

	@Override
	public Lamp lamp(DeskProperties.Agent agent) {
		return new Lamp(this.server.isOnline(agent.id()), this.server.lastPing(agent.id()));
	}

	@Override
	public void onChange(Runnable listener) {
		this.server.onChange(listener);
	}

}
