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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Converts JSON values to the wanted types, and to {@code null} if that is impossible.
 */
final class JsonValues {

	private static final int MAX_DIGITS = 30;

	private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

	private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

	private static final long MAX_EPOCH_MILLIS = 1_000_000_000_000_000L;

	/**
	 * As milliseconds, this is in 1973, long before Brevo existed; as seconds, it is in
	 * the year 5138.
	 */
	private static final long MAX_EPOCH_SECONDS = 100_000_000_000L;

	/**
	 * As seconds, this is in 2001. Smaller numbers are taken as milliseconds.
	 */
	private static final long MIN_EPOCH_SECONDS = 1_000_000_000L;

	private JsonValues() {
	}

	static @Nullable String text(@Nullable Object value) {
		return (value instanceof String || value instanceof Number || value instanceof Boolean) ? value.toString()
				: null;
	}

	static @Nullable Boolean flag(@Nullable Object value) {
		if (value instanceof Boolean flag) {
			return flag;
		}
		if (value instanceof String text) {
			return switch (text.trim().toLowerCase(Locale.ROOT)) {
				case "true", "1" -> Boolean.TRUE;
				case "false", "0" -> Boolean.FALSE;
				default -> null;
			};
		}
		return (value instanceof Number number) ? Boolean.valueOf(number.doubleValue() != 0) : null;
	}

	static @Nullable Long number(@Nullable Object value) {
		if (value instanceof Integer || value instanceof Long) {
			return ((Number) value).longValue();
		}
		BigDecimal number = decimal(value);
		// compared first, because the digits of 1e99999999 would fill the memory
		return (number != null && number.compareTo(MIN_LONG) >= 0 && number.compareTo(MAX_LONG) <= 0)
				? Long.valueOf(number.longValue()) : null;
	}

	private static @Nullable BigDecimal decimal(@Nullable Object value) {
		if (value instanceof Double number) {
			return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
		}
		if (value instanceof BigInteger number) {
			return new BigDecimal(number);
		}
		if (value instanceof BigDecimal number) {
			return number;
		}
		if (!(value instanceof String text) || text.isBlank() || text.length() > MAX_DIGITS) {
			return null;
		}
		try {
			return new BigDecimal(text.trim());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	static @Nullable Integer integer(@Nullable Long number) {
		return (number != null && number.intValue() == number) ? Integer.valueOf(number.intValue()) : null;
	}

	static @Nullable Instant instant(@Nullable Object value) {
		Long epoch = number(value);
		if (epoch != null) {
			long magnitude = Math.abs(epoch);
			if (magnitude >= MIN_EPOCH_SECONDS && magnitude < MAX_EPOCH_SECONDS) {
				return Instant.ofEpochMilli(epoch * 1000 + millis(value));
			}
			return (magnitude < MAX_EPOCH_MILLIS) ? Instant.ofEpochMilli(epoch) : null;
		}
		return (value instanceof String text && StringUtils.hasText(text)) ? iso(text.trim()) : null;
	}

	private static long millis(@Nullable Object seconds) {
		BigDecimal decimal = decimal(seconds);
		return (decimal != null) ? decimal.remainder(BigDecimal.ONE).movePointRight(3).longValue() : 0;
	}

	private static @Nullable Instant iso(String text) {
		try {
			return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
