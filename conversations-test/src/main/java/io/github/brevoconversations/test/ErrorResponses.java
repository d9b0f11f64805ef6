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

package io.github.brevoconversations.test;

/**
 * The error responses of Brevo.
 */
final class ErrorResponses {

	private ErrorResponses() {
	}

	/**
	 * Return the response that Brevo typically sends with a status.
	 * @param status the HTTP status
	 * @return a response with an error's body, or an empty one for a status below 400
	 */
	static Response of(int status) {
		return switch (status) {
			case 400 -> Response.error(400, "bad_request", "Bad request");
			case 401 -> wrongKey();
			case 402 -> Response.error(402, "not_enough_credits", "Not enough credits");
			case 403 -> Response.error(403, "permission_denied", "Permission denied");
			case 404 -> Response.error(404, "document_not_found", "Document not found");
			case 405 -> methodNotAllowed();
			case 406 -> Response.error(406, "not_acceptable", "Not acceptable");
			case 413 -> Response.error(413, "bad_request", "The request's body is too large");
			case 422 -> Response.error(422, "unprocessable_entity", "Unprocessable entity");
			case 429 -> rateLimited();
			default -> (status < 400) ? Response.empty(status)
					: Response.error(status, (status < 500) ? "bad_request" : "internal_error", "Status " + status);
		};
	}

	static Response missingKey() {
		return Response.json(401, "{\"message\":\"authentication not found in headers\",\"code\":\"unauthorized\"}");
	}

	static Response wrongKey() {
		return Response.error(401, "unauthorized", "Key not found");
	}

	static Response rateLimited() {
		return Response.error(429, "too_many_requests", "The limit of requests an hour is used up");
	}

	static Response methodNotAllowed() {
		return Response.error(405, "method_not_allowed", "Method not allowed");
	}

	static Response unknownPath() {
		return Response.json(404, Json.error("There is nothing under this path"));
	}

	static Response unknownMessage(String id) {
		return Response.error(404, "document_not_found", "No message with the id '" + id + "'");
	}

	static Response missingParameter(String message) {
		return Response.error(400, "missing_parameter", message);
	}

	static Response invalidParameter(String message) {
		return Response.error(400, "invalid_parameter", message);
	}

}
