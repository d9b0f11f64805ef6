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

package io.github.brevoconversations.autoconfigure.generation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Fails the start of an application whose Spring Boot is older than the one that the
 * starter requires. It runs before the environment's post-processors, because on an older
 * Spring Boot, those of the modules that come with the starter would already fail. It
 * uses only what has existed since Spring Boot 2. Since it runs before the configuration
 * files are read, only a system property, an environment variable or a command line
 * argument can switch it off.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SpringBootGenerationCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	private static final String ENABLED = "brevo.spring-boot-check.enabled";

	private static final int MAJOR = 4;

	private static final int MINOR = 1;

	private static final Pattern GENERATION = Pattern.compile("(\\d+)\\.(\\d+)\\D.*");

	private final @Nullable String version;

	SpringBootGenerationCheck() {
		this(SpringBootVersion.getVersion());
	}

	SpringBootGenerationCheck(@Nullable String version) {
		this.version = version;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (this.version != null && isTooOld(this.version)
				&& event.getEnvironment().getProperty(ENABLED, Boolean.class, true)) {
			throw new UnsupportedSpringBootException(this.version, "%s.%s".formatted(MAJOR, MINOR));
		}
	}

	private static boolean isTooOld(String version) {
		Matcher generation = GENERATION.matcher(version);
		if (!generation.matches()) {
			return false;
		}
		int major = Integer.parseInt(generation.group(1));
		return major < MAJOR || (major == MAJOR && Integer.parseInt(generation.group(2)) < MINOR);
	}

}
