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

package io.github.brevoconversations.webhook;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.KotlinDetector;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes the delivery wait for asynchronous listeners: methods with
 * {@link EventListener @EventListener} that return a {@code Mono}, a {@code Flux} or a
 * {@code CompletableFuture}, and suspending functions in Kotlin. If they fail, handling
 * the event has failed and is retried, whereas Spring only logs the failure. The values
 * that they emit are published as events, as Spring does.
 * <p>
 * Only listeners to a {@link ConversationEvent}, or to a supertype such as
 * {@code Object}, are affected. Listeners that return a plain value, or nothing, remain
 * as they are.
 */
public final class ConversationEventListenerFactory implements EventListenerFactory, Ordered {

	private static final int BEFORE_THE_DEFAULT = 10;

	/**
	 * Create a factory.
	 */
	public ConversationEventListenerFactory() {
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE - BEFORE_THE_DEFAULT;
	}

	@Override
	public boolean supportsMethod(Method method) {
		return isAsynchronous(method)
				&& eventTypes(method).anyMatch((type) -> ConversationEvent.class.isAssignableFrom(type)
						|| type.isAssignableFrom(ConversationEvent.class));
	}

	/**
	 * Return whether a method listens to events of conversations in particular, rather
	 * than to all events.
	 * @param method the method, which has {@link EventListener @EventListener}
	 * @return whether it listens to a {@link ConversationEvent}
	 */
	public static boolean isForConversations(Method method) {
		return eventTypes(method).anyMatch(ConversationEvent.class::isAssignableFrom);
	}

	private static boolean isAsynchronous(Method method) {
		return KotlinDetector.isSuspendingFunction(method) || adapter(method.getReturnType(), null) != null;
	}

	private static Stream<Class<?>> eventTypes(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (annotation != null && annotation.classes().length > 0) {
			return Arrays.stream(annotation.classes());
		}
		if (method.getParameterCount() == 0) {
			return Stream.empty();
		}
		ResolvableType type = ResolvableType.forMethodParameter(method, 0);
		ResolvableType payload = type.as(PayloadApplicationEvent.class);
		boolean wrapped = !payload.equals(ResolvableType.NONE);
		return Stream.of((wrapped ? payload.getGeneric() : type).resolve(Object.class));
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type, @Nullable Object value) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type, value);
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new Listener(beanName, type, method);
	}

	/**
	 * Calls a listener method, and makes the delivery wait for its result.
	 */
	private static final class Listener extends ApplicationListenerMethodAdapter {

		private Listener(String beanName, Class<?> type, Method method) {
			super(beanName, type, method);
		}

		@Override
		protected void handleResult(Object result) {
			ReactiveAdapter adapter = adapter(result.getClass(), result);
			if (adapter == null || !ListenerResults
				.add(Flux.from(adapter.toPublisher(result)).doOnNext(super::handleResult).then())) {
				super.handleResult(result);
			}
		}

	}

}
