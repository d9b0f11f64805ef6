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

import java.util.Set;
import java.util.function.Supplier;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension for tests without Spring. It resolves a
 * {@link BrevoConversationsServer}, or a client that calls it, as a parameter:
 *
 * <pre class="code">
 * &#064;ExtendWith(BrevoConversationsServerExtension.class)
 * class GreeterTests {
 *
 *     &#064;Test
 *     void greets(BrevoConversationsServer brevo, BlockingConversationsClient conversations) {
 *         new Greeter(conversations).greet("v1");
 *         assertThat(brevo.messages("v1")).hasSize(1);
 *     }
 *
 * }
 * </pre>
 *
 * <p>
 * All parameters of a test, of its constructor and of its {@code @BeforeEach} and
 * {@code @AfterEach} methods belong to the same server, which no other test uses
 * meanwhile. A server is started for the first test,
 * {@linkplain BrevoConversationsServer#reset() reset} after each and used for the next;
 * tests that run in parallel have one each. The servers are closed after the last test.
 * <p>
 * If a {@code @BeforeAll} method has such a parameter, or the constructor of a class with
 * a single instance for all tests, all tests of the class and of its nested classes share
 * that server, and it is not reset before the end of the class.
 * <p>
 * To use a server that differs from the defaults, register the extension with
 * {@code @RegisterExtension}:
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final BrevoConversationsServerExtension brevo = new BrevoConversationsServerExtension(
 *         () -&gt; BrevoConversationsServer.builder().rateLimit(100).start());
 * </pre>
 */
public final class BrevoConversationsServerExtension implements BeforeAllCallback, ParameterResolver {

	private static final Set<Class<?>> TYPES = Set.of(BrevoConversationsServer.class, ConversationsClient.class,
			BlockingConversationsClient.class);

	private final @Nullable Supplier<BrevoConversationsServer> starter;

	/**
	 * Create an extension that starts servers with the defaults.
	 */
	public BrevoConversationsServerExtension() {
		this.starter = null;
	}

	/**
	 * Create an extension that starts servers as specified.
	 * @param starter starts a server; called for each test that needs one while all
	 * others are in use, from any thread
	 */
	public BrevoConversationsServerExtension(Supplier<BrevoConversationsServer> starter) {
		this.starter = starter;
	}

	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		if (this.starter != null) {
			// not called on an extension that is not static, which has a server for each
			// test
			pool(context, this.starter);
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return TYPES.contains(parameterContext.getParameter().getType());
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		BrevoConversationsServer server = lease(extensionContext).server();
		Class<?> type = parameterContext.getParameter().getType();
		if (type == BrevoConversationsServer.class) {
			return server;
		}
		ConversationsClient client = ConversationsClient.builder()
			.baseUrl(server.baseUrl())
			.apiKey(server.apiKey())
			.build();
		return (type == ConversationsClient.class) ? client : BlockingConversationsClient.of(client);
	}

	private ServerPool.Lease lease(ExtensionContext context) {
		return store(context).computeIfAbsent(ServerPool.Lease.class, (key) -> lend(context), ServerPool.Lease.class);
	}

	private ServerPool.Lease lend(ExtensionContext context) {
		ServerPool pool = (this.starter != null) ? pool(context, this.starter)
				: pool(context.getRoot(), BrevoConversationsServer::start);
		return pool.lend();
	}

	private ServerPool pool(ExtensionContext context, Supplier<BrevoConversationsServer> starter) {
		return store(context).computeIfAbsent(ServerPool.class, (key) -> new ServerPool(starter), ServerPool.class);
	}

	private ExtensionContext.Store store(ExtensionContext context) {
		Object owner = (this.starter != null) ? this : BrevoConversationsServerExtension.class;
		return context.getStore(Namespace.create(BrevoConversationsServerExtension.class, owner));
	}

}
