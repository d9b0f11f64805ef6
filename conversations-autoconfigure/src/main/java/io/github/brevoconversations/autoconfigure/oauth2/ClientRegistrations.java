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

package io.github.brevoconversations.autoconfigure.oauth2;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * The application's client registrations, from either kind of repository: a servlet
 * application has the first, a reactive application the second, and an application
 * without a web server both.
 */
class ClientRegistrations {

	private final ObjectProvider<ClientRegistrationRepository> repository;

	private final ObjectProvider<ReactiveClientRegistrationRepository> reactiveRepository;

	ClientRegistrations(ObjectProvider<ClientRegistrationRepository> repository,
			ObjectProvider<ReactiveClientRegistrationRepository> reactiveRepository) {
		this.repository = repository;
		this.reactiveRepository = reactiveRepository;
	}

	/**
	 * Return a registration.
	 * @param property the property that names it
	 * @param id its id
	 * @return the registration
	 * @throws InvalidConfigurationPropertyValueException if it is already known that the
	 * registration does not exist or is for another grant
	 */
	Mono<ClientRegistration> get(String property, String id) {
		ClientRegistrationRepository repository = this.repository.getIfAvailable();
		if (repository != null) {
			return Mono.just(check(property, id, repository.findByRegistrationId(id), repository));
		}
		ReactiveClientRegistrationRepository reactiveRepository = this.reactiveRepository.getIfAvailable();
		if (reactiveRepository == null) {
			throw new InvalidConfigurationPropertyValueException(property, id,
					"There are no client registrations. Set the properties 'spring.security.oauth2.client.registration.%s.*'."
						.formatted(id));
		}
		var registration = reactiveRepository.findByRegistrationId(id).toFuture();
		if (registration.isDone()) {
			return Mono.just(check(property, id, registration.join(), reactiveRepository));
		}
		return reactiveRepository.findByRegistrationId(id)
			.switchIfEmpty(Mono.error(() -> unknown(property, id, reactiveRepository)))
			.map((found) -> check(property, id, found, reactiveRepository));
	}

	private static ClientRegistration check(String property, String id, @Nullable ClientRegistration registration,
			Object repository) {
		if (registration == null) {
			throw unknown(property, id, repository);
		}
		AuthorizationGrantType grant = registration.getAuthorizationGrantType();
		if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(grant)) {
			throw new InvalidConfigurationPropertyValueException(property, id,
					"The client registration must use the grant type 'client_credentials', but uses '%s'."
						.formatted(grant.getValue()));
		}
		return registration;
	}

	private static InvalidConfigurationPropertyValueException unknown(String property, String id, Object repository) {
		String known = (repository instanceof Iterable<?> registrations)
				? " Known registrations: %s.".formatted(StreamSupport.stream(registrations.spliterator(), false)
					.map((registration) -> ((ClientRegistration) registration).getRegistrationId())
					.sorted()
					.collect(Collectors.joining(", ")))
				: "";
		return new InvalidConfigurationPropertyValueException(property, id,
				"There is no client registration with this id.%s Set the properties 'spring.security.oauth2.client.registration.%s.*'."
					.formatted(known, id));
	}

}
