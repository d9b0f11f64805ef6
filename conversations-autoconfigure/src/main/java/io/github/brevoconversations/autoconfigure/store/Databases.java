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

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.util.StringUtils;

/**
 * Chooses the databases of active agents and events, and the scripts that create their
 * tables.
 */
final class Databases {

	private Databases() {
	}

	static DataSource choose(Stored stored, ObjectProvider<DataSource> qualified, ObjectProvider<DataSource> all,
			ListableBeanFactory beanFactory) {
		DataSource chosen = new ConnectionChoice<>(stored, "jdbc", DataSource.class, BrevoDataSource.class)
			.choose(qualified, all, beanFactory);
		if (chosen == null) {
			throw stored.unavailable("jdbc", "there is no DataSource",
					"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and the driver of the database, or define a DataSource bean.");
		}
		return chosen;
	}

	/**
	 * Return the scripts that create the tables.
	 * @param dataSource the database
	 * @param properties the properties that name the scripts
	 * @return the locations of the scripts
	 */
	static List<String> schema(DataSource dataSource, DatabaseInitializationProperties properties) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		String location = StringUtils.hasText(properties.getSchema()) ? properties.getSchema()
				: properties.getDefaultSchemaLocation();
		return StringUtils.hasText(properties.getPlatform()) ? resolver.resolveAll(properties.getPlatform(), location)
				: resolver.resolveAll(dataSource, location);
	}

}
