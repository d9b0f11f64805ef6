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

package io.github.brevoconversations.faults;

import java.util.List;
import java.util.function.Function;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoForbiddenException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.BrevoServerException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.client.Call;

/**
 * What can go wrong once a connection is made, and what each call must come to then.
 */
enum Fault {

	NONE((call) -> Outcome.success(1), Behaviour.message()),

	RESET_BEFORE_RESPONSE(Outcome.persisting(BrevoCommunicationException.class), Behaviour.reset()),

	CLOSED_BEFORE_RESPONSE(Outcome.persisting(BrevoCommunicationException.class), Behaviour.close()),

	RESET_IN_BODY(Outcome.persisting(BrevoCommunicationException.class), Behaviour.halfResponseThen(Behaviour.reset())),

	CLOSED_IN_BODY(Outcome.persisting(BrevoCommunicationException.class),
			Behaviour.halfResponseThen(Behaviour.close())),

	RESET_ONCE(Outcome.passing(BrevoCommunicationException.class), Behaviour.reset(), Behaviour.message()),

	RESET_IN_BODY_ONCE(Outcome.passing(BrevoCommunicationException.class),
			Behaviour.halfResponseThen(Behaviour.reset()), Behaviour.message()),

	RESET_THEN_404(Outcome.passingToNotFound(BrevoCommunicationException.class), Behaviour.reset(),
			Behaviour.refusal(404)),

	CUT_OFF_JSON(Outcome.lasting(BrevoCommunicationException.class),
			Behaviour.status(200, Behaviour.MESSAGE.substring(0, 30))),

	JSON_ARRAY(Outcome.lasting(BrevoCommunicationException.class),
			Behaviour.status(200, "[" + Behaviour.MESSAGE + "]")),

	JSON_STRING(Outcome.lasting(BrevoCommunicationException.class), Behaviour.status(200, "\"message-4711\"")),

	HTML(Outcome.lasting(BrevoCommunicationException.class),
			Behaviour.status(200, "<!doctype html><p>Please log in</p>")),

	EMPTY(Outcome.noMessage(), Behaviour.status(200, "")),

	HUGE(Outcome.lasting(BrevoCommunicationException.class), Behaviour.huge(200)),

	HUGE_401(Outcome.lasting(BrevoUnauthorizedException.class), Behaviour.huge(401)),

	HUGE_503(Outcome.persisting(BrevoServerException.class), Behaviour.huge(503)),

	STATUS_400(Outcome.lasting(BrevoInvalidRequestException.class), Behaviour.refusal(400)),

	STATUS_401(Outcome.lasting(BrevoUnauthorizedException.class), Behaviour.refusal(401)),

	STATUS_401_IP_ADDRESS(Outcome.lasting(BrevoUnauthorizedException.class), Behaviour.status(401, """
			{"code":"unauthorized","message":"We have detected you are using an unrecognised IP address 1.2.3.4. \
			If you performed this action make sure to add the new IP address in this link"}""")),

	STATUS_402(Outcome.lasting(BrevoForbiddenException.class), Behaviour.refusal(402)),

	STATUS_403(Outcome.lasting(BrevoForbiddenException.class), Behaviour.refusal(403)),

	STATUS_404(Outcome.lasting(BrevoNotFoundException.class), Behaviour.refusal(404)),

	FOREIGN_400(Outcome.lasting(BrevoCommunicationException.class), Behaviour.status(400, "<html>Bad request</html>")),

	FOREIGN_404(Outcome.lasting(BrevoCommunicationException.class),
			Behaviour.status(404, "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/\"}")),

	ERROR_200(Outcome.lasting(BrevoCommunicationException.class),
			Behaviour.status(200, "{\"code\":\"unauthorized\",\"message\":\"No\"}")),

	STATUS_405(Outcome.lasting(BrevoInvalidRequestException.class), Behaviour.refusal(405)),

	STATUS_422(Outcome.lasting(BrevoInvalidRequestException.class), Behaviour.refusal(422)),

	STATUS_408(Outcome.persisting(BrevoServerException.class), Behaviour.status(408, "{}")),

	STATUS_429_SHORT_RESET(Outcome.rateLimited(), Behaviour.status(429, "{}", "x-sib-ratelimit-reset: 0")),

	STATUS_429_SHORT_RETRY_AFTER(Outcome.rateLimited(), Behaviour.status(429, "{}", "Retry-After: 0")),

	STATUS_429_ONCE((call) -> Outcome.success(2), Behaviour.status(429, "{}", "x-sib-ratelimit-reset: 0"),
			Behaviour.message()),

	STATUS_429_THEN_404((call) -> Outcome.failure(BrevoNotFoundException.class, 2),
			Behaviour.status(429, "{}", "x-sib-ratelimit-reset: 0"), Behaviour.refusal(404)),

	STATUS_429_LONG(Outcome.lasting(BrevoRateLimitedException.class),
			Behaviour.status(429, "{}", "x-sib-ratelimit-reset: 1800")),

	STATUS_500(Outcome.persisting(BrevoServerException.class), Behaviour.status(500, "{}")),

	STATUS_502(Outcome.persisting(BrevoServerException.class), Behaviour.status(502, "<html>Bad gateway</html>")),

	STATUS_503(Outcome.persisting(BrevoServerException.class), Behaviour.status(503, "{}")),

	STATUS_503_ONCE(Outcome.passing(BrevoServerException.class), Behaviour.status(503, "{}"), Behaviour.message()),

	STATUS_503_THEN_404(Outcome.passingToNotFound(BrevoServerException.class), Behaviour.status(503, "{}"),
			Behaviour.refusal(404));

	private final Function<Call, Outcome> outcomes;

	private final List<Behaviour> script;

	Fault(Function<Call, Outcome> outcomes, Behaviour... script) {
		this.outcomes = outcomes;
		this.script = List.of(script);
	}

	Outcome outcome(Call call) {
		return this.outcomes.apply(call);
	}

	Behaviour[] script() {
		return this.script.toArray(Behaviour[]::new);
	}

	/**
	 * Return whether the first request gets no response at all.
	 * @return whether the connection ends before the response begins
	 */
	boolean losesResponse() {
		return switch (this) {
			case RESET_BEFORE_RESPONSE, CLOSED_BEFORE_RESPONSE, RESET_ONCE, RESET_THEN_404 -> true;
			default -> false;
		};
	}

	/**
	 * Return whether the server ends each connection.
	 * @return whether each request needs a connection of its own
	 */
	boolean breaksConnections() {
		return switch (this) {
			case RESET_BEFORE_RESPONSE, CLOSED_BEFORE_RESPONSE, RESET_IN_BODY, CLOSED_IN_BODY -> true;
			default -> false;
		};
	}

	/**
	 * Return whether the client does not read the response to its end.
	 * @return whether the response is larger than what the client reads
	 */
	boolean isTooLarge() {
		return this == HUGE || this == HUGE_401 || this == HUGE_503;
	}

}
