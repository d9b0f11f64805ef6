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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of Brevo's webhooks.
 */
@ConfigurationProperties("brevo.webhook")
public class BrevoWebhookProperties {

	/**
	 * Secrets that authenticate webhooks, as the password of basic authentication or as a
	 * bearer token. Each of them is accepted, so that secrets can be rotated. Without a
	 * secret, there is no webhook. Named accounts have their own secrets.
	 */
	private List<String> secrets = new ArrayList<>();

	/**
	 * Name of a header that may also carry the secret.
	 */
	private @Nullable String header;

	/**
	 * Name of a query parameter that may also carry the secret.
	 */
	private @Nullable String queryParameter;

	/**
	 * Path of the webhook. Named accounts append a slash and their name, unless they set
	 * their own path.
	 */
	private String path = "/brevo/webhook";

	/**
	 * Maximum size of a webhook's body.
	 */
	private DataSize maxBodySize = DataSize.ofMegabytes(1);

	/**
	 * IP addresses, or blocks in CIDR notation, that webhooks may come from. By default,
	 * they may come from anywhere.
	 */
	private List<String> allowedAddresses = new ArrayList<>();

	/**
	 * What to do with a webhook from an address that is not allowed.
	 */
	private AddressCheck addressCheck = AddressCheck.ENFORCE;

	/**
	 * Maximum number of conversations of an account whose events an instance handles at
	 * the same time.
	 */
	private int concurrency = 8;

	/**
	 * Maximum time that an attempt to handle an event may take before it is interrupted
	 * and counts as failed.
	 */
	private Duration handlingTimeout = Duration.ofMinutes(5);

	/**
	 * Maximum number of attempts to handle an event before it is parked.
	 */
	private int maxAttempts = 5;

	/**
	 * Delay before the second attempt to handle an event. Each further delay is four
	 * times as long.
	 */
	private Duration retryDelay = Duration.ofSeconds(1);

	/**
	 * Maximum delay between two attempts to handle an event.
	 */
	private Duration maxRetryDelay = Duration.ofMinutes(5);

	public List<String> getSecrets() {
		return this.secrets;
	}

	public void setSecrets(List<String> secrets) {
		this.secrets = secrets;
	}

	public @Nullable String getHeader() {
		return this.header;
	}

	public void setHeader(@Nullable String header) {
		this.header = header;
	}

	public @Nullable String getQueryParameter() {
		return this.queryParameter;
	}

	public void setQueryParameter(@Nullable String queryParameter) {
		this.queryParameter = queryParameter;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public DataSize getMaxBodySize() {
		return this.maxBodySize;
	}

	public void setMaxBodySize(DataSize maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	public List<String> getAllowedAddresses() {
		return this.allowedAddresses;
	}

	public void setAllowedAddresses(List<String> allowedAddresses) {
		this.allowedAddresses = allowedAddresses;
	}

	public AddressCheck getAddressCheck() {
		return this.addressCheck;
	}

	public void setAddressCheck(AddressCheck addressCheck) {
		this.addressCheck = addressCheck;
	}

	public int getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(int concurrency) {
		this.concurrency = concurrency;
	}

	public Duration getHandlingTimeout() {
		return this.handlingTimeout;
	}

	public void setHandlingTimeout(Duration handlingTimeout) {
		this.handlingTimeout = handlingTimeout;
	}

	public int getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(int maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public Duration getRetryDelay() {
		return this.retryDelay;
	}

	public void setRetryDelay(Duration retryDelay) {
		this.retryDelay = retryDelay;
	}

	public Duration getMaxRetryDelay() {
		return this.maxRetryDelay;
	}

	public void setMaxRetryDelay(Duration maxRetryDelay) {
		this.maxRetryDelay = maxRetryDelay;
	}

	/**
	 * What to do with a webhook from an address that is not allowed.
	 */
	public enum AddressCheck {

		/**
		 * Reject it.
		 */
		ENFORCE,

		/**
		 * Accept it, and count it.
		 */
		REPORT

	}

}
