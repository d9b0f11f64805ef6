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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Fragment;

/**
 * Sends the parts of the page that changed to every browser. A browser that connects
 * again, because the desk was restarted, is sent all of them.
 */
@Controller
class DeskEventsController {

	/**
	 * How often to look at what tells nobody that it changed: the time that passes.
	 */
	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final Duration CONNECT_AGAIN_AFTER = Duration.ofSeconds(1);

	private final Desk desk;

	DeskEventsController(Desk desk) {
		this.desk = desk;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Fragment>> events() {
		return Flux.defer(() -> {
			Map<String, Object> shown = new HashMap<>();
			return Flux.interval(Duration.ZERO, LOOK_EVERY)
				.map((number) -> "time")
				.mergeWith(this.desk.changes())
				.onBackpressureLatest()
				.concatMap((signal) -> this.desk.state(), 1)
				.concatMapIterable(DeskEventsController::parts)
				.filter((part) -> !part.shows().equals(shown.put(part.event(), part.shows())))
				.map(Part::toEvent);
		});
	}

	private static List<Part> parts(DeskState state) {
		List<Part> parts = new ArrayList<>();
		for (DeskState.DeskAgent agent : state.agents()) {
			parts.add(new Part("switch-" + agent.id(), "switch", Map.of("agent", agent), agent.active()));
			parts.add(new Part("lamp-" + agent.id(), "lamp", Map.of("agent", agent), agent));
		}
		Map<String, Object> model = Map.of("state", state);
		parts.add(new Part("online", "online", model, state.online()));
		parts.add(new Part("pace", "pace", model, state.pace()));
		parts.add(new Part("messages", "messages", model, state.messages()));
		parts.add(new Part("newest", "newest", model, Optional.ofNullable(state.newest())));
		return parts;
	}

	/**
	 * A part of the page.
	 *
	 * @param event the name of the event that replaces it
	 * @param fragment the name of the template's fragment that renders it
	 * @param model what it is rendered from
	 * @param shows what is to be seen of it: while this is the same, so is the part
	 */
	private record Part(String event, String fragment, Map<String, Object> model, Object shows) {

		ServerSentEvent<Fragment> toEvent() {
			return ServerSentEvent.builder(Fragment.create("desk :: " + this.fragment, this.model))
				.event(this.event)
				.retry(CONNECT_AGAIN_AFTER)
				.build();
		}

	}

}
