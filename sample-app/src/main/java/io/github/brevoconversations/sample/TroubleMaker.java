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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes the built-in Brevo fail, and knows how it is failing.
 */
@Service
class TroubleMaker implements DisposableBean {

	private static final Log logger = LogFactory.getLog(TroubleMaker.class);

	private final ObjectProvider<BrevoConversationsServer> builtIn;

	private final Recovery recovery;

	private final int rateLimit;

	private final Disposable.Swap end = Disposables.swap();

	private final Disposable.Swap recoveryUnderWay = Disposables.swap();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable CurrentTrouble current;

	TroubleMaker(ObjectProvider<BrevoConversationsServer> builtIn, Recovery recovery, Environment environment) {
		this.builtIn = builtIn;
		this.recovery = recovery;
		this.rateLimit = BuiltInBrevoInitializer.rateLimit(environment);
	}

	/**
	 * Let a trouble begin, after ending any other. Agents who had to wait for a rate
	 * limit are brought back at once when it ends.
	 * @param trouble the trouble
	 */
	void make(Trouble trouble) {
		BrevoConversationsServer brevo = this.builtIn.getIfAvailable();
		if (brevo == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Only the built-in Brevo can be made to fail.");
		}
		brevo.clearFaults();
		brevo.setRateLimit(this.rateLimit);
		trouble.begin(brevo, this.rateLimit);
		Duration passesAfter = trouble.passesAfter();
		CurrentTrouble before = this.current;
		this.current = (trouble == Trouble.NONE) ? null : new CurrentTrouble(trouble, this.rateLimit,
				(passesAfter != null) ? Instant.now().plus(passesAfter) : null);
		this.end.update((passesAfter != null) ? Mono.delay(passesAfter).subscribe((passed) -> make(Trouble.NONE))
				: Disposables.disposed());
		if (before != null && before.trouble() == Trouble.LIMIT && trouble != Trouble.LIMIT) {
			this.recoveryUnderWay.update(this.recovery.bringBackAll(this.rateLimit).subscribe((done) -> {
			}, (failure) -> logger.warn("The agents who wait could not be brought back", failure)));
		}
		this.listeners.forEach(Runnable::run);
	}

	int rateLimit() {
		return this.rateLimit;
	}

	@Nullable CurrentTrouble current() {
		return this.current;
	}

	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	@Override
	public void destroy() {
		this.end.dispose();
		this.recoveryUnderWay.dispose();
	}

}
