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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.brevoconversations.presence.ActiveAgentStoreException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of {@link BrevoAgentsEndpoint} that
 * says in the body of the response why a request is rejected, whatever the application's
 * error pages show. Unsuitable parameters have the status 400, and failures of a store
 * 503.
 */
@EndpointWebExtension(endpoint = BrevoAgentsEndpoint.class)
public class BrevoAgentsEndpointWebExtension {

	private final BrevoAgentsEndpoint endpoint;

	private final Function<ProblemDetail, Object> response;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param response creates a response for the web framework
	 */
	BrevoAgentsEndpointWebExtension(BrevoAgentsEndpoint endpoint, Function<ProblemDetail, Object> response) {
		this.endpoint = endpoint;
		this.response = response;
	}

	/**
	 * Return the state of each account and its active agents. See
	 * {@link BrevoAgentsEndpoint#activeAgents}.
	 * @param account the only account to return, or {@code null} for all
	 * @param max the maximum number of agents of an account, or {@code null} for 1000
	 * @return the states, or a problem detail
	 */
	@ReadOperation
	public Mono<Object> activeAgents(@Nullable String account, @Nullable Integer max) {
		return orProblem(() -> this.endpoint.activeAgents(account, max));
	}

	/**
	 * Mark an agent active. See {@link BrevoAgentsEndpoint#markActive}.
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param atMost how long the agent stays active at most, or {@code null} for no limit
	 * @param account the name of the account, or {@code null} for the only one or the
	 * default one
	 * @return the mark, or a problem detail
	 */
	@WriteOperation
	public Mono<Object> markActive(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable String atMost, @Nullable String account) {
		return orProblem(() -> this.endpoint.markActive(id, email, name, receivedFrom, atMost, account));
	}

	/**
	 * Mark an agent inactive. See {@link BrevoAgentsEndpoint#markInactive}.
	 * @param id the agent's id
	 * @param email the agent's e-mail address
	 * @param name the agent's name
	 * @param receivedFrom the name of the system that the agent belongs to
	 * @param account the name of the account, or {@code null} for the only one or the
	 * default one
	 * @return the mark, or a problem detail
	 */
	@DeleteOperation
	public Mono<Object> markInactive(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom, @Nullable String account) {
		return orProblem(() -> this.endpoint.markInactive(id, email, name, receivedFrom, account));
	}

	private Mono<Object> orProblem(Supplier<Mono<?>> operation) {
		try {
			return operation.get()
				.cast(Object.class)
				.onErrorResume(ActiveAgentStoreException.class,
						(failure) -> problem(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage()));
		}
		catch (InvalidEndpointRequestException ex) {
			return problem(HttpStatus.BAD_REQUEST, ex.getReason());
		}
	}

	private Mono<Object> problem(HttpStatus status, @Nullable String reason) {
		return Mono.just(this.response.apply(ProblemDetail.forStatusAndDetail(status, reason)));
	}

}
