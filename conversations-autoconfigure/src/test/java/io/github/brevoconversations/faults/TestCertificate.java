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

package io.github.brevoconversations.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate for 127.0.0.1 that nobody trusts who is not told to, with its key.
 */
final class TestCertificate {

	private static final String PASSWORD = "changeit";

	private final Path file;

	private TestCertificate(Path file) {
		this.file = file;
	}

	/**
	 * Make a certificate with the tool that comes with each JDK.
	 * @param directory where to keep it
	 * @return the certificate
	 */
	static TestCertificate create(Path directory) {
		Path file = directory.resolve("certificate.p12");
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "brevo", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1",
				"-validity", "3650", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString());
		Path output = directory.resolve("keytool.log");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(60, TimeUnit.SECONDS);
			process.destroyForcibly();
			assertThat(ended).isTrue();
			assertThat(process.exitValue()).as(Files.readString(output)).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return new TestCertificate(file);
	}

	/**
	 * Return what an application sets to trust the certificate.
	 * @return the properties
	 */
	String[] trusted() {
		return new String[] { "spring.ssl.bundle.jks.test.truststore.location=" + this.file.toUri(),
				"spring.ssl.bundle.jks.test.truststore.password=" + PASSWORD,
				"spring.ssl.bundle.jks.test.truststore.type=PKCS12", "brevo.http.ssl.bundle=test" };
	}

	/**
	 * Return what an application sets, beside what it trusts, to have this certificate
	 * for its own.
	 * @return the properties
	 */
	String[] own() {
		return new String[] { "spring.ssl.bundle.jks.test.keystore.location=" + this.file.toUri(),
				"spring.ssl.bundle.jks.test.keystore.password=" + PASSWORD,
				"spring.ssl.bundle.jks.test.keystore.type=PKCS12" };
	}

	SSLContext sslContext() {
		try (InputStream input = Files.newInputStream(this.file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(input, PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
