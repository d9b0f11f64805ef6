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

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.deployed.DeployedApplication;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.FileResourceSet;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.scan.StandardJarScanFilter;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that is a WAR in a servlet container, which goes on when the
 * application is undeployed.
 */
@Timeout(300)
class DeployedWarTests {

	private static final Pattern LIBRARIES = Pattern.compile(
			"(spring-boot(-(autoconfigure|webclient|webmvc|servlet|web-server|jackson|http-client|http-codec|http-converter|netty|reactor|reactor-netty))?-\\d.*"
					+ "|spring-(core|beans|context|aop|expression|web|webflux|webmvc)-\\d.*|reactor-(core|netty).*|netty-.*"
					+ "|jackson-.*|micrometer-(commons|observation)-\\d.*|slf4j-api-.*|logback-.*|jspecify-.*"
					+ "|commons-logging-.*|reactive-streams-.*|snakeyaml-.*)\\.jar");

	private static final Logger TOMCAT = Logger.getLogger("org.apache");

	private static final String VISITOR_WROTE = """
			{"eventName":"conversationFragment","conversationId":"c1","visitor":{"id":"v1"},
			 "messages":[{"id":"m1","type":"visitor","text":"Hello","createdAt":1482512803741,"visitorId":"v1"}]}""";

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	@Test
	void pingsHearsAndRepliesAndLeavesNothingBehindWhenItIsUndeployed(@TempDir Path directory) throws Exception {
		Level level = TOMCAT.getLevel();
		TOMCAT.setLevel(Level.OFF);
		Tomcat tomcat = new Tomcat();
		try {
			tomcat.setBaseDir(directory.toString());
			tomcat.setPort(0);
			tomcat.setHostname("localhost");
			tomcat.start();
			StandardContext context = context(directory);
			tomcat.getHost().addChild(context);
			assertThat(context.getState().isAvailable()).isTrue();
			ClassLoader loader = context.getLoader().getClassLoader();
			Awaitility.await().until(() -> received("agentOnlinePing"));
			assertThat(visitorWrites(tomcat.getConnector().getLocalPort())).isEqualTo(200);
			Awaitility.await().until(() -> received("POST /v3/conversations/messages "));
			assertThat(threads(loader)).isNotEmpty();
			tomcat.getHost().removeChild(context);
			Awaitility.await().untilAsserted(() -> assertThat(threads(loader)).isEmpty());
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
			this.brevo.close();
			TOMCAT.setLevel(level);
		}
	}

	private boolean received(String request) {
		return this.brevo.heads().stream().anyMatch((head) -> head.contains(request));
	}

	private StandardContext context(Path directory) throws IOException {
		StandardContext context = new StandardContext();
		context.setName("/shop");
		context.setPath("/shop");
		context.setDocBase(exploded(directory.resolve("shop")).toString());
		ContextConfig config = new ContextConfig();
		config.setDefaultWebXml(new Tomcat().noDefaultWebXmlPath());
		context.addLifecycleListener(config);
		context.setParentClassLoader(new ContainerLoader());
		StandardJarScanner scanner = new StandardJarScanner();
		scanner.setScanClassPath(false);
		StandardJarScanFilter filter = new StandardJarScanFilter();
		filter.setPluggabilitySkip("*");
		filter.setPluggabilityScan("spring-web-*.jar");
		scanner.setJarScanFilter(filter);
		context.setJarScanner(scanner);
		StandardRoot resources = new StandardRoot(context);
		Stream.concat(Stream.of(starter(directory)), libraries())
			.forEach((jar) -> resources
				.addPreResources(new FileResourceSet(resources, "/WEB-INF/lib/" + jar.getName(), jar.getPath(), "/")));
		context.setResources(resources);
		parameters(context);
		return context;
	}

	private static String location(Class<?> type) {
		return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
	}

	private static Path exploded(Path war) throws IOException {
		String room = DeployedApplication.class.getPackageName().replace('.', '/');
		Path classes = Files.createDirectories(war.resolve("WEB-INF/classes").resolve(room));
		try (Stream<Path> files = Files.list(Path.of(location(DeployedApplication.class), room))) {
			for (Path file : files.toList()) {
				Files.copy(file, classes.resolve(file.getFileName()));
			}
		}
		return war;
	}

	private static File starter(Path directory) throws IOException {
		Path classes = Path.of(location(ConversationsClient.class));
		File jar = directory.resolve("starter.jar").toFile();
		try (JarOutputStream out = new JarOutputStream(new FileOutputStream(jar));
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, out);
			}
		}
		return jar;
	}

	private void parameters(Context context) {
		context.addParameter("brevo.api-key", "secret-key");
		context.addParameter("brevo.base-url", this.brevo.url());
		context.addParameter("brevo.heartbeat.agents", "liz");
		context.addParameter("brevo.webhook.secrets", "webhook-secret");
		context.addParameter("spring.main.banner-mode", "off");
		context.addParameter("logging.level.root", "off");
	}

	private static Stream<File> libraries() throws IOException {
		return Collections.list(DeployedWarTests.class.getClassLoader().getResources("META-INF/"))
			.stream()
			.map(URL::toString)
			.filter((url) -> url.startsWith("jar:file:"))
			.map((url) -> new File(URI.create(url.substring(4, url.indexOf("!/")))))
			.filter((jar) -> LIBRARIES.matcher(jar.getName()).matches())
			.distinct();
	}

	private static int visitorWrites(int port) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%s/shop/brevo/webhook".formatted(port)))
			.header("Authorization", "Bearer webhook-secret")
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(30))
			.POST(BodyPublishers.ofString(VISITOR_WROTE))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
	}

	private static List<String> threads(ClassLoader loader) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getContextClassLoader() == loader
					|| thread.getClass().getClassLoader() == loader)
			.map(Thread::getName)
			.toList();
	}

	/**
	 * Has what a container gives to applications, and nothing else of what tests have.
	 */
	private static final class ContainerLoader extends ClassLoader {

		private static final Pattern CONTAINER = Pattern
			.compile("(jakarta\\.(servlet|el|websocket|annotation)|org\\.apache\\.(catalina|tomcat|juli|naming))\\..*");

		ContainerLoader() {
			super(ClassLoader.getPlatformClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (!CONTAINER.matcher(name).matches()) {
				throw new ClassNotFoundException(name);
			}
			return DeployedWarTests.class.getClassLoader().loadClass(name);
		}

	}

}
