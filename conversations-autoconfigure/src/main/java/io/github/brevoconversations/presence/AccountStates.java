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

package io.github.brevoconversations.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.brevoconversations.presence.AccountState.Pause;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of an account as text, for stores that keep it in this form, and reads
 * it. The text consists of numbers separated by bars, each of which may be missing: the
 * version of the format, how many agents are kept, since and until when pings are
 * limited, since and until when they are suspended, when a ping was last accepted, and
 * the components of the {@link RateWindow} in their order. Times are microseconds since
 * 1970.
 */
public final class AccountStates {

	private static final String FORMAT = "1";

	private static final int FIELDS = 14;

	private AccountStates() {
	}

	/**
	 * Write a state.
	 * @param state the state
	 * @return the text
	 */
	public static String write(AccountState state) {
		Pause limited = state.limited();
		Pause suspended = state.suspended();
		RateWindow window = state.window();
		List<@Nullable Object> fields = new ArrayList<>();
		fields.add(FORMAT);
		fields.add(state.kept());
		addPause(fields, limited);
		addPause(fields, suspended);
		fields.add(micros(state.lastAccepted()));
		fields.add((window != null) ? window.limit() : null);
		fields.add((window != null) ? window.remaining() : null);
		fields.add((window != null) ? micros(window.resetsAt()) : null);
		fields.add((window != null) ? micros(window.observedAt()) : null);
		fields.add((window != null) ? micros(window.openedAt()) : null);
		fields.add((window != null) ? window.others() : null);
		fields.add((window != null) ? window.othersBefore() : null);
		return fields.stream().map((field) -> (field != null) ? field.toString() : "").collect(Collectors.joining("|"));
	}

	private static void addPause(List<@Nullable Object> fields, @Nullable Pause pause) {
		fields.add((pause != null) ? micros(pause.since()) : null);
		fields.add((pause != null) ? micros(pause.until()) : null);
	}

	/**
	 * Read a state.
	 * @param text the text, or {@code null} if there is none
	 * @return the state, which is {@link AccountState#UNKNOWN} if there is no text, or if
	 * it cannot be read, for example because a later version wrote it
	 */
	public static AccountState read(@Nullable String text) {
		if (text == null) {
			return AccountState.UNKNOWN;
		}
		@Nullable Long[] numbers = numbers(text);
		if (numbers.length != FIELDS || !FORMAT.equals(String.valueOf(numbers[0]))) {
			return AccountState.UNKNOWN;
		}
		Long kept = numbers[1];
		return new AccountState(window(numbers), pause(numbers[2], numbers[3]), pause(numbers[4], numbers[5]),
				(kept != null) ? Integer.valueOf(Math.toIntExact(kept)) : null, instant(numbers[6]));
	}

	private static @Nullable Long[] numbers(String text) {
		try {
			return Arrays.stream(text.split("\\|", -1))
				.map((field) -> field.isEmpty() ? null : Long.valueOf(field))
				.toArray(Long[]::new);
		}
		catch (NumberFormatException ex) {
			return new Long[0];
		}
	}

	private static @Nullable RateWindow window(@Nullable Long[] numbers) {
		Long remaining = numbers[8];
		Instant observedAt = instant(numbers[10]);
		Instant openedAt = instant(numbers[11]);
		Long others = numbers[12];
		return (remaining != null && observedAt != null && openedAt != null && others != null)
				? new RateWindow(numbers[7], remaining, instant(numbers[9]), observedAt, openedAt, others, numbers[13])
				: null;
	}

	private static @Nullable Pause pause(@Nullable Long since, @Nullable Long until) {
		Instant begin = instant(since);
		Instant end = instant(until);
		return (begin != null && end != null) ? new Pause(begin, end) : null;
	}

	private static @Nullable Long micros(@Nullable Instant time) {
		return (time != null) ? ChronoUnit.MICROS.between(Instant.EPOCH, time) : null;
	}

	private static @Nullable Instant instant(@Nullable Long micros) {
		return (micros != null) ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : null;
	}

}
