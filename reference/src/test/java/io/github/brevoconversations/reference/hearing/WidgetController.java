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
import java.security.Principal;

import io.github.brevoconversations.webhook.VisitorIds;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WidgetController {

	private final VisitorIds visitorIds;

	WidgetController(VisitorIds visitorIds) {
		this.visitorIds = visitorIds;
	}

	@GetMapping("/chat/visitor-id")
	String visitorId(Principal user) {
		return this.visitorIds.of(user.getName());
	}

}
// end::code[]
