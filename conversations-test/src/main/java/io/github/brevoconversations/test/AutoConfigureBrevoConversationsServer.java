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
 * Annotation for a test class with an application context: the application talks to a
 * {@link BrevoConversationsServer} that is started for the context, so that the test
 * needs no property. The server is a bean, and can be injected:
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
 * and beans say: no such test reaches Brevo. Each account keeps its own API key, and one
 * that has none gets one. The server accepts them all. An application that has only
 * accounts of {@code brevo.accounts}, and no property {@code brevo.api-key}, has no
 * default account here either.
 * <p>
 * In a test of a slice of the application, such as {@code @WebMvcTest}, the annotation
 * brings the auto-configuration of the starter along.
 * <p>
 * The server's visitors write to the webhook of a web application:
 * {@code brevo.visitor("v1").writes("Hello")}. They do so over HTTP if the test has a web
 * server, or else through {@code MockMvc} or {@code WebTestClient}. An application that
 * has no {@code brevo.webhook.secrets} gets one, and so a webhook.
 * <p>
 * Test classes that share a context share the server, and what it holds. It is closed
 * with the context, after the beans that use it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureBrevoConversationsServer {

}
