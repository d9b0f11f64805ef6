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

package io.github.brevoconversations.autoconfigure.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Namespaces}.
 */
class NamespacesTests {

	private final ActiveAgentStoreProperties properties = new ActiveAgentStoreProperties();

	private final MockEnvironment environment = new MockEnvironment();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void areNamedAfterTheApplication() {
		this.environment.setProperty("spring.application.name", "shop");
		assertThat(namespace("default")).isEqualTo("brevo:shop");
		assertThat(namespace("sales")).isEqualTo("brevo:shop:sales");
	}

	@Test
	void areNamedAfterTheMainPackageIfTheApplicationHasNoName() {
		AutoConfigurationPackages.register(this.beanFactory, "com.example.shop");
		assertThat(namespace("default")).isEqualTo("brevo:com.example.shop");
		this.environment.setProperty("spring.application.name", " ");
		assertThat(namespace("default")).isEqualTo("brevo:com.example.shop");
	}

	@ParameterizedTest
	@CsvSource({ "shop:sales, sales", "Shop & Söhne, shop", "{shop}, shop" })
	void differBetweenApplications(String name, String other) {
		this.environment.setProperty("spring.application.name", name);
		String namespace = namespace("default");
		assertThat(namespace).matches("brevo:[A-Za-z0-9.*_%+-]+");
		this.environment.setProperty("spring.application.name", "shop");
		assertThat(namespace(other)).isNotEqualTo(namespace);
	}

	@Test
	void areShortEnoughForAColumn() {
		this.environment.setProperty("spring.application.name", "a".repeat(300));
		String namespace = namespace("default");
		this.environment.setProperty("spring.application.name", "a".repeat(301));
		assertThat(namespace("default")).isNotEqualTo(namespace).hasSizeLessThan(60);
	}

	@Test
	void areAsConfigured() {
		this.environment.setProperty("spring.application.name", "shop");
		this.properties.setNamespace("desks");
		assertThat(namespace("default")).isEqualTo("desks");
		assertThat(namespace("sales")).isEqualTo("desks:sales");
	}

	@ParameterizedTest
	@ValueSource(strings = { "north-sales", "northSales", "northsales", "north_sales", "NORTHSALES" })
	void areTheSameForAllSpellingsOfAnAccount(String account) {
		this.environment.setProperty("spring.application.name", "shop");
		assertThat(namespace(account)).isEqualTo("brevo:shop:northsales");
	}

	@Test
	void differBetweenAgentsAndEvents() {
		this.environment.setProperty("spring.application.name", "shop");
		assertThat(Namespaces.ofEvents(null, this.environment, this.beanFactory).of("sales"))
			.isEqualTo("brevo-inbox:shop:sales");
		assertThat(Namespaces.ofEvents("inbox", this.environment, this.beanFactory).of("default")).isEqualTo("inbox");
	}

	private String namespace(String account) {
		return Namespaces.ofAgents(this.properties.getNamespace(), this.environment, this.beanFactory).of(account);
	}

}
