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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.springframework.test.context.DynamicPropertyRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key store with a certificate that nobody has signed, made for one test.
 *
 * @param path the path of the key store
 */
record TestKeyStore(Path path) {

	private static final String PASSWORD = "password-of-a-test";

	static TestKeyStore create() throws Exception {
		Path path = Files.createTempDirectory("brevo-test-key-store").resolve("server.p12");
		path.getParent().toFile().deleteOnExit();
		path.toFile().deleteOnExit();
		Path output = path.resolveSibling("output");
		output.toFile().deleteOnExit();
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=example.org", "-storetype", "PKCS12",
				"-storepass", PASSWORD, "-keystore", path.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		boolean ended = keytool.waitFor(60, TimeUnit.SECONDS);
		keytool.destroyForcibly();
		assertThat(ended).isTrue();
		assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
		return new TestKeyStore(path);
	}

	void register(DynamicPropertyRegistry properties) {
		properties.add("server.ssl.key-store", this.path::toString);
		properties.add("server.ssl.key-store-password", () -> PASSWORD);
	}

}
