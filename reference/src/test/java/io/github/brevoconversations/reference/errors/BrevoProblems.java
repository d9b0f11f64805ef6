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

package io.github.brevoconversations.reference.errors;

// tag::code[]
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.BrevoRateLimitedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class BrevoProblems {

	@ExceptionHandler
	ProblemDetail handle(BrevoException failure) {
		HttpStatus status = HttpStatus.BAD_GATEWAY;
		if (failure instanceof BrevoInvalidRequestException) {
			status = HttpStatus.UNPROCESSABLE_CONTENT;
		}
		else if (failure instanceof BrevoNotFoundException) {
			status = HttpStatus.NOT_FOUND;
		}
		else if (failure instanceof BrevoRateLimitedException) {
			status = HttpStatus.SERVICE_UNAVAILABLE;
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "Brevo did not accept the message");
		problem.setProperty("kind", failure.getKind());
		problem.setProperty("requestId", failure.getRequestId());
		return problem;
	}

}
// end::code[]
