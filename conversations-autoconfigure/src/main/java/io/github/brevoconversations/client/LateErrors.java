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

package io.github.brevoconversations.client;

import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * What becomes of an error that comes when its call has ended, so that nobody waits for
 * it. Connectors report one for each call that is cancelled, which means nothing; one of
 * a filter of the application must not be lost.
 */
final class LateErrors {

	private static final Log logger = LogFactory.getLog(LateErrors.class);

	/**
	 * Reactor's key for what to do with an error that nobody waits for, which it would
	 * log as an error.
	 */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	/**
	 * Reactor's key for what an operator does with an exception. It would throw some
	 * errors at whatever thread it runs on, and who makes a call may let its operators
	 * continue after an exception, which would reach into the call: its attempts would
	 * end as if they had no response, without a retry.
	 */
	private static final String ON_NEXT_ERROR = "reactor.onNextError.localStrategy";

	private static final Signaled SIGNALED = new Signaled();

	private static final Consumer<Throwable> OF_FILTERS = LateErrors::log;

	private static final Consumer<Throwable> OF_TRANSPORT = LateErrors::ignore;

	private static final Context CONTEXT = Context.of(ON_ERROR_DROPPED, OF_FILTERS, ON_NEXT_ERROR, SIGNALED);

	private LateErrors() {
	}

	/**
	 * Return the context of a call and of the application's filters.
	 * @param context the context of whoever makes the call
	 * @return that context, in which late errors are logged as they deserve, unless they
	 * are cared for already, and each exception of an operator is signaled
	 */
	static Context ofCall(Context context) {
		if (context.isEmpty()) {
			return CONTEXT;
		}
		Context logged = context.hasKey(ON_ERROR_DROPPED) ? context : context.put(ON_ERROR_DROPPED, OF_FILTERS);
		return (logged.getOrDefault(ON_NEXT_ERROR, null) == SIGNALED) ? logged : logged.put(ON_NEXT_ERROR, SIGNALED);
	}

	/**
	 * Return the context of the transport.
	 * @param context the context of the filters
	 * @return that context, in which late errors mean nothing
	 */
	static Context ofTransport(Context context) {
		return (context.getOrDefault(ON_ERROR_DROPPED, null) == OF_FILTERS)
				? context.put(ON_ERROR_DROPPED, OF_TRANSPORT) : context;
	}

	static void ignore(Throwable failure) {
		logger.debug("A call that had ended failed afterwards", failure);
	}

	/**
	 * Log an error that nobody waits for.
	 * @param failure the error
	 */
	static void log(Throwable failure) {
		if (isExpected(failure)) {
			ignore(failure);
		}
		else {
			logger.warn("Code of the application failed after its call had ended", failure);
		}
	}

	private static boolean isExpected(Throwable failure) {
		return failure instanceof BrevoException || failure instanceof Attempt.SentAlreadyException
				|| failure instanceof Attempt.AbandonedException || CallErrors.isTransport(failure)
				|| CallErrors.has(failure, CancellationException.class::isInstance);
	}

	/**
	 * Signals an exception that an operator has with a value. One without a value came
	 * from an inner source, and Reactor signals it anyway. If it were matched, Reactor
	 * would cancel the outer source first, and an operator that delays errors would wait
	 * for the end of that source for ever.
	 */
	private static final class Signaled
			implements BiFunction<Throwable, @Nullable Object, Throwable>, BiPredicate<Throwable, @Nullable Object> {

		@Override
		public Throwable apply(Throwable failure, @Nullable Object value) {
			return failure;
		}

		@Override
		public boolean test(Throwable failure, @Nullable Object value) {
			return value != null;
		}

	}

}
