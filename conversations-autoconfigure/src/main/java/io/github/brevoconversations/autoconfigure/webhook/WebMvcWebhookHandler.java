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

package io.github.brevoconversations.autoconfigure.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookReceiver;
import io.github.brevoconversations.webhook.WebhookRequest;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the webhook of an account in Spring MVC.
 */
final class WebMvcWebhookHandler implements HandlerFunction<ServerResponse> {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private static final int BUFFER_SIZE = 8192;

	private final BrevoWebhook webhook;

	private final WebhookReceiver receiver;

	private final WebhookReception reception;

	private final Duration readTimeout;

	private final BodyBudget budget;

	WebMvcWebhookHandler(BrevoWebhook webhook, WebhookReception reception) {
		this(webhook, reception, READ_TIMEOUT);
	}

	WebMvcWebhookHandler(BrevoWebhook webhook, WebhookReception reception, Duration readTimeout) {
		this.webhook = webhook;
		this.receiver = webhook.receiver();
		this.reception = reception;
		this.readTimeout = readTimeout;
		this.budget = reception.budget(webhook);
	}

	@Override
	public ServerResponse handle(ServerRequest request) {
		return response(outcome(request));
	}

	private WebhookOutcome outcome(ServerRequest request) {
		HttpServletRequest servletRequest = request.servletRequest();
		WebhookRequest webhookRequest = new WebhookRequest(request.method().name(), request.headers().asHttpHeaders(),
				WebhookQuery.parse(servletRequest.getQueryString()),
				WebhookQuery.address(servletRequest.getRemoteAddr()));
		WebhookOutcome refusal = this.receiver.admit(webhookRequest);
		if (refusal != null) {
			return refusal;
		}
		try (BodyBudget.Share share = this.budget.share()) {
			byte[] body = read(servletRequest, share);
			return receive(webhookRequest, body);
		}
		catch (WebhookBodyException ex) {
			return this.receiver.refuse(ex.outcome());
		}
	}

	private WebhookOutcome receive(WebhookRequest request, byte[] body) {
		try {
			WebhookOutcome outcome = this.reception.receive(this.webhook, request, body).block();
			return (outcome != null) ? outcome : WebhookOutcome.UNAVAILABLE;
		}
		catch (RuntimeException ex) {
			// the server interrupts what it does not wait for when it stops
			return this.receiver.refuse(WebhookOutcome.UNAVAILABLE);
		}
	}

	private byte[] read(HttpServletRequest request, BodyBudget.Share share) {
		try {
			return read(request.getInputStream(), share);
		}
		catch (WebhookBodyException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Servers throw their own exceptions if a body is not valid HTTP
			throw new WebhookBodyException(WebhookOutcome.INCOMPLETE);
		}
	}

	// Limits the total time, since the server's own timeout starts again with every byte
	private byte[] read(InputStream input, BodyBudget.Share share) throws IOException {
		long deadline = System.nanoTime() + this.readTimeout.toNanos();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			check(body.size() + count <= this.receiver.maxBodySize(), WebhookOutcome.TOO_LARGE);
			check(share.take(count), WebhookOutcome.BUSY);
			check(System.nanoTime() - deadline < 0, WebhookOutcome.INCOMPLETE);
			body.write(buffer, 0, count);
		}
		return body.toByteArray();
	}

	private static void check(boolean condition, WebhookOutcome outcome) {
		if (!condition) {
			throw new WebhookBodyException(outcome);
		}
	}

	private static ServerResponse response(WebhookOutcome outcome) {
		ServerResponse.BodyBuilder response = ServerResponse.status(outcome.status());
		WebhookResponseHeaders.of(outcome).forEach(response::header);
		return response.build();
	}

	/**
	 * Leaves the body of a webhook to its handler. Otherwise the servlet or a filter
	 * would read a body that is declared to be a form.
	 */
	static final class BodyFilter implements Filter, Ordered {

		private final SingletonSupplier<WebhookRequestMatcher> webhook;

		BodyFilter(ObjectProvider<BrevoWebhooks> webhooks) {
			this.webhook = SingletonSupplier.of(() -> WebhookRequestMatcher.of(webhooks.getObject()));
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(
					(isForm(request.getContentType()) && request instanceof HttpServletRequest httpRequest
							&& this.webhook.obtain().matches(httpRequest)) ? new NoForm(httpRequest) : request,
					response);
		}

		private static boolean isForm(@Nullable String contentType) {
			String type = (contentType != null) ? contentType.strip().toLowerCase(Locale.ROOT) : "";
			return type.startsWith("multipart/") || type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
		}

	}

	/**
	 * A request whose body is not parsed as a form.
	 */
	private static final class NoForm extends HttpServletRequestWrapper {

		private NoForm(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getContentType() {
			return MediaType.APPLICATION_OCTET_STREAM_VALUE;
		}

		@Override
		public @Nullable String getParameter(String name) {
			return null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return Map.of();
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.emptyEnumeration();
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return null;
		}

	}

}
