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

import java.util.List;

import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;

/**
 * Provides what all pages need, and what they say when something fails.
 */
@ControllerAdvice
class DeskAdvice {

	private static final Log logger = LogFactory.getLog(DeskAdvice.class);

	private final ObservedBrevo brevo;

	private final DeskProperties properties;

	DeskAdvice(ObservedBrevo brevo, DeskProperties properties) {
		this.brevo = brevo;
		this.properties = properties;
	}

	@ModelAttribute("place")
	ObservedBrevo.Place place() {
		return this.brevo.place();
	}

	@ModelAttribute("cannedAnswers")
	List<String> cannedAnswers() {
		return this.properties.cannedAnswers();
	}

	@ExceptionHandler
	Rendering brevoFailed(BrevoException failure) {
		logger.info("A request to Brevo failed: " + failure.getMessage());
		return failure(
				(failure instanceof BrevoInvalidRequestException) ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY,
				PlainWords.forAction(failure));
	}

	@ExceptionHandler
	Rendering requestFailed(ResponseStatusException failure, ServerWebExchange exchange) {
		if (failure instanceof NoResourceFoundException && isPage(exchange.getRequest())) {
			return Rendering.view("missing").status(failure.getStatusCode()).build();
		}
		return (failure.getReason() != null) ? failure(failure.getStatusCode(), failure.getReason())
				: failure(failure.getStatusCode(), "There is nothing at this address.");
	}

	@ExceptionHandler
	Rendering tooLarge(DataBufferLimitException failure) {
		return failure(HttpStatus.CONTENT_TOO_LARGE, PlainWords.TOO_LONG);
	}

	@ExceptionHandler
	Rendering notUnderstood(ServerWebInputException failure) {
		return (failure.getMostSpecificCause() instanceof DataBufferLimitException limit) ? tooLarge(limit)
				: failure(HttpStatus.BAD_REQUEST, "The desk did not understand the request.");
	}

	@ExceptionHandler
	Rendering deskFailed(Exception failure) {
		logger.error("The desk failed", failure);
		return failure(HttpStatus.INTERNAL_SERVER_ERROR, PlainWords.forAction(failure));
	}

	private static boolean isPage(ServerHttpRequest request) {
		return HttpMethod.GET.equals(request.getMethod()) && !request.getHeaders().containsHeader("HX-Request");
	}

	private static Rendering failure(HttpStatusCode status, String notice) {
		return Rendering.view("desk :: notice")
			.modelAttribute("notice", notice)
			.status(status)
			.header("HX-Retarget", "#notice")
			.header("HX-Reswap", "innerHTML")
			.build();
	}

}
