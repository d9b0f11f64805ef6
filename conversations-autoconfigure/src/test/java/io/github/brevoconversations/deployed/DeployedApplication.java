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

package io.github.brevoconversations.deployed;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * An application that is deployed to a servlet container, and replies to visitors. It has
 * a package of its own, which is all of the WAR's classes.
 */
public class DeployedApplication extends SpringBootServletInitializer {

	@Override
	public void onStartup(ServletContext servletContext) throws ServletException {
		// the first to be added is the last to be told of the end
		servletContext.addListener(new ReactorShutdown());
		super.onStartup(servletContext);
	}

	@Override
	protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
		return builder.sources(Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Replies replies(ConversationsClient client) {
			return new Replies(client);
		}

	}

	/**
	 * Ends the threads that the application's Reactor shares, which nobody else does.
	 */
	static class ReactorShutdown implements ServletContextListener {

		@Override
		public void contextDestroyed(ServletContextEvent event) {
			Schedulers.shutdownNow();
		}

	}

	/**
	 * Replies to each message of a visitor.
	 *
	 * @param client the client to reply with
	 */
	record Replies(ConversationsClient client) {

		@EventListener
		void on(VisitorMessageReceived event) {
			this.client.sendMessage(event.reply("We are on it.", AgentIdentity.ofId("liz"))).block();
		}

	}

}
