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

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Sets which agents are active, and which agent somebody at the desk is, and adds agents.
 */
@Controller
class AgentsController {

	private static final int LONGEST = 120;

	private final Desk desk;

	private final Agents agents;

	private final Me me;

	private final ObservedBrevo brevo;

	AgentsController(Desk desk, Agents agents, Me me, ObservedBrevo brevo) {
		this.desk = desk;
		this.agents = agents;
		this.me = me;
		this.brevo = brevo;
	}

	@PutMapping("/agents/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> setActive(@PathVariable String id, @ModelAttribute Switch to) {
		return this.desk.setActive(agent(id), to.active());
	}

	@PostMapping("/me")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> become(@ModelAttribute Choice choice, ServerWebExchange exchange) {
		DeskProperties.Agent agent = agent(choice.agent());
		this.me.become(agent, exchange);
		exchange.getResponse().getHeaders().set("HX-Refresh", "true");
		return this.desk.setActive(agent, true);
	}

	@PostMapping("/agents")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> add(@ModelAttribute NewAgent added, ServerWebExchange exchange) {
		if (this.brevo.place().isBuiltIn()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "The built-in Brevo has its own agents.");
		}
		if (!added.isComplete()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"An agent needs an id, as on the agent's page in Brevo, and a name.");
		}
		if (!this.agents.add(new DeskProperties.Agent(added.id(), added.name()))) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					(this.agents.find(added.id()) != null) ? "The desk knows an agent with this id already."
							: "The desk knows as many agents as it can. Restart it with those that you need.");
		}
		exchange.getResponse().getHeaders().set("HX-Refresh", "true");
		return Mono.empty();
	}

	private DeskProperties.Agent agent(String id) {
		DeskProperties.Agent agent = this.agents.find(id);
		if (agent == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such agent at this desk.");
		}
		return agent;
	}

	/**
	 * The position of a switch.
	 *
	 * @param active whether the agent is to be active
	 */
	record Switch(boolean active) {

	}

	/**
	 * The agent that somebody is.
	 *
	 * @param agent the agent's id
	 */
	record Choice(String agent) {

		@SuppressWarnings("NullAway") // a form may lack the field
		Choice {
			agent = (agent != null) ? agent : "";
		}

	}

	/**
	 * An agent to add.
	 *
	 * @param id the agent's id
	 * @param name the agent's name
	 */
	record NewAgent(String id, String name) {

		@SuppressWarnings("NullAway") // a form may lack the fields
		NewAgent {
			id = (id != null) ? id.strip() : "";
			name = (name != null) ? name.strip() : "";
		}

		boolean isComplete() {
			return this.id.matches("[\\p{Graph}]{1," + LONGEST + "}") && !this.name.isEmpty()
					&& this.name.length() <= LONGEST;
		}

	}

}
