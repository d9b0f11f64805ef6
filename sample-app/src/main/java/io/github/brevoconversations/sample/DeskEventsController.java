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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells browsers which parts of the page have changed, so that they request these again.
 * One stream is enough for all tabs of a browser, whichever conversations they show.
 */
@RestController
class DeskEventsController {

	/**
	 * How often to look for changes that nothing signals, because they come with time.
	 */
	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final Duration CONNECT_AGAIN_AFTER = Duration.ofSeconds(1);

	private final String start = UUID.randomUUID().toString();

	private final Desk desk;

	DeskEventsController(Desk desk) {
		this.desk = desk;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> events() {
		return Flux.defer(() -> {
			Map<String, Object> shown = new HashMap<>();
			return Flux.interval(Duration.ZERO, LOOK_EVERY)
				.map((number) -> "time")
				.mergeWith(this.desk.changes())
				.onBackpressureLatest()
				.concatMap((signal) -> this.desk.state(), 1)
				.concatMapIterable((state) -> shown.isEmpty() ? begin(state, shown) : changes(state, shown));
		});
	}

	/**
	 * Remember what a page shows if it is rendered from now on. When a browser receives
	 * the event of the desk, it requests again whatever was rendered before.
	 * @param state the state of the desk
	 * @param shown receives what is shown
	 * @return the event of the desk
	 */
	private List<ServerSentEvent<String>> begin(DeskState state, Map<String, Object> shown) {
		shown.putAll(parts(state));
		return List.of(event("desk", this.start));
	}

	private static List<ServerSentEvent<String>> changes(DeskState state, Map<String, Object> shown) {
		Map<String, Object> parts = parts(state);
		List<ServerSentEvent<String>> changes = new ArrayList<>();
		parts.forEach((name, part) -> {
			if (!part.equals(shown.put(name, part))) {
				changes.add(event("changed", name));
			}
		});
		shown.keySet().retainAll(parts.keySet());
		return changes;
	}

	private static Map<String, Object> parts(DeskState state) {
		Map<String, Object> parts = new LinkedHashMap<>();
		parts.put("agents", List.of(state.agents(), state.pace()));
		parts.put("trouble", String.valueOf(state.trouble()));
		parts.put("list", state.conversations().stream().map((view) -> view.id() + view.version()).toList());
		state.conversations().forEach((view) -> parts.put("conversation-" + view.id(), view));
		return parts;
	}

	private static ServerSentEvent<String> event(String name, String data) {
		return ServerSentEvent.builder(data).event(name).retry(CONNECT_AGAIN_AFTER).build();
	}

}
