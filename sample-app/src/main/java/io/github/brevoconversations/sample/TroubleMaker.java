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

import io.github.brevoconversations.test.BrevoConversationsServer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes the built-in Brevo fail for a while.
 */
@Service
class TroubleMaker implements DisposableBean {

	private static final Duration DURATION = Duration.ofSeconds(50);

	private final ObjectProvider<BrevoConversationsServer> builtIn;

	private final Disposable.Swap end = Disposables.swap();

	TroubleMaker(ObjectProvider<BrevoConversationsServer> builtIn) {
		this.builtIn = builtIn;
	}

	/**
	 * Let a trouble begin, in place of any other.
	 * @param trouble the trouble
	 */
	void make(Trouble trouble) {
		BrevoConversationsServer brevo = this.builtIn.getIfAvailable();
		if (brevo == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Only the built-in Brevo can be made to fail.");
		}
		brevo.clearFaults();
		trouble.begin(brevo);
		this.end.update(trouble.passes() ? Mono.delay(DURATION).subscribe((passed) -> brevo.clearFaults())
				: Disposables.disposed());
	}

	@Override
	public void destroy() {
		this.end.dispose();
	}

}
