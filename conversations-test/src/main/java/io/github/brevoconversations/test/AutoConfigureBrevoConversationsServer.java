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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Annotation for a test class with an application context: the application calls a
 * {@link BrevoConversationsServer} that is started for the context, so the test needs no
 * properties. The server is a bean, and can be injected:
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureBrevoConversationsServer
 * class SupportTests {
 *
 *     &#064;Autowired
 *     private BrevoConversationsServer brevo;
 *
 * }
 * </pre>
 *
 * <p>
 * All accounts of the application are connected to the server, whatever its properties
 * and beans say, so the test never reaches Brevo. Each account keeps its own API key; an
 * account without a key gets one. The server accepts all keys. An application that has
 * only accounts of {@code brevo.accounts}, and no property {@code brevo.api-key}, has no
 * default account here either.
 * <p>
 * In the test of a slice of the application, such as {@code @WebMvcTest}, the annotation
 * also imports the auto-configuration of the starter.
 * <p>
 * The server's visitors write to the webhook of a web application:
 * {@code brevo.visitor("v1").writes("Hello")}. They do so over HTTP if the test has a web
 * server, or else through {@code MockMvc} or {@code WebTestClient}. An application
 * without {@code brevo.webhook.secrets} gets a secret, and so has a webhook.
 * <p>
 * Test classes that share a context share the server and its state. It is closed with the
 * context, after the beans that use it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureBrevoConversationsServer {

}
