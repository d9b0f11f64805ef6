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

package io.github.brevoconversations.autoconfigure;

import java.util.function.Consumer;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoKeyException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * {@link BrevoConnectionDetails} from the properties of an account. A value that is not
 * valid fails with an exception that names its property.
 */
class PropertiesBrevoConnectionDetails implements BrevoConnectionDetails {

	private final String baseUrl;

	private final @Nullable String apiKey;

	private final @Nullable String partnerKey;

	private final @Nullable SslBundle sslBundle;

	PropertiesBrevoConnectionDetails(BrevoAccount account, @Nullable SslBundles sslBundles) {
		BrevoAccountProperties properties = account.properties();
		ConversationsClientBuilder rules = ConversationsClient.builder();
		this.baseUrl = baseUrl(account.property("base-url"), properties.getBaseUrl(), rules);
		this.apiKey = key(account.ownProperty("api-key"), properties.getApiKey(), rules::apiKey);
		String registrationId = properties.getOauth2().getRegistrationId();
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(account.ownProperty("api-key"), this.apiKey);
			entries.put(account.ownProperty("oauth2.registration-id"),
					StringUtils.hasText(registrationId) ? registrationId : null);
		});
		this.partnerKey = key(account.ownProperty("partner-key"), properties.getPartnerKey(), rules::partnerKey);
		this.sslBundle = sslBundle(account.property("http.ssl.bundle"), properties.getHttp().getSsl().getBundle(),
				sslBundles);
	}

	@Override
	public String getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	@Override
	public @Nullable String getPartnerKey() {
		return this.partnerKey;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

	private static String baseUrl(String name, String baseUrl, ConversationsClientBuilder rules) {
		try {
			rules.baseUrl(baseUrl);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name, withoutSecrets(baseUrl), ex.getMessage());
		}
		return baseUrl;
	}

	/**
	 * Hide what may be a password or a key in a URL, which should contain neither.
	 * @param url the URL, which may not be valid
	 * @return the URL without secrets
	 */
	private static String withoutSecrets(String url) {
		return url.replaceAll("//[^/]*@", "//***@").replaceAll("\\?.*", "?***");
	}

	private static @Nullable String key(String name, @Nullable String key, Consumer<String> rules) {
		if (!StringUtils.hasText(key)) {
			return null;
		}
		try {
			rules.accept(key);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidBrevoKeyException(name, ex.getMessage());
		}
		return key;
	}

	private static @Nullable SslBundle sslBundle(String name, @Nullable String bundle,
			@Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		try {
			Assert.state(sslBundles != null, "The application has no SSL bundles.");
			return sslBundles.getBundle(bundle);
		}
		catch (NoSuchSslBundleException | IllegalStateException ex) {
			throw new InvalidConfigurationPropertyValueException(name, bundle, ex.getMessage());
		}
	}

}
