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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value in JSON that came from Brevo, read as tolerantly as the client reads what it
 * gets: nothing in it is an error. What has an unexpected type, is out of range or is
 * missing is {@code null}, what is unknown is ignored, and so are a byte order mark, raw
 * control characters, {@code NaN}, trailing commas, values of any length and nesting of
 * any depth. Immutable.
 * <p>
 * Each part may be asked for by several names, because Brevo has renamed some on the way:
 * the first name that has a usable value counts.
 */
public final class BrevoJson {

	private final @Nullable Object value;

	private BrevoJson(@Nullable Object value) {
		this.value = value;
	}

	/**
	 * Read JSON, in UTF-8 or as its byte order mark says. Invalid UTF-8 is mended.
	 * @param json the bytes to read
	 * @return the value, or {@code null} if the bytes are not JSON, such as a page of
	 * HTML, or are cut off or empty
	 */
	public static @Nullable BrevoJson read(byte[] json) {
		return read(json, StandardCharsets.UTF_8);
	}

	static @Nullable BrevoJson read(byte[] json, Charset charset) {
		Object value = JsonTree.read(json, charset);
		return (value != JsonTree.NO_JSON) ? new BrevoJson(value) : null;
	}

	/**
	 * Return whether this is an object, which all that Brevo documents is.
	 * @return whether it has parts that have names
	 */
	public boolean isObject() {
		return this.value instanceof Map;
	}

	/**
	 * Return a text. A number or a boolean is given as text.
	 * @param names the names that the text has or had
	 * @return the text, or {@code null} if there is none
	 */
	public @Nullable String text(String... names) {
		for (String name : names) {
			String text = JsonValues.text(part(name));
			if (text != null) {
				return text;
			}
		}
		return null;
	}

	/**
	 * Return an integer. A fraction is cut off, and text is read as a number.
	 * @param names the names that the number has or had
	 * @return the number, or {@code null} if there is none in the range of {@code long}
	 */
	public @Nullable Long number(String... names) {
		for (String name : names) {
			Long number = JsonValues.number(part(name));
			if (number != null) {
				return number;
			}
		}
		return null;
	}

	/**
	 * Return a boolean, which may be given as text.
	 * @param names the names that the boolean has or had
	 * @return the boolean, or {@code null} if there is none
	 */
	public @Nullable Boolean flag(String... names) {
		for (String name : names) {
			Boolean flag = JsonValues.flag(part(name));
			if (flag != null) {
				return flag;
			}
		}
		return null;
	}

	/**
	 * Return a point in time: milliseconds since the epoch, or seconds where milliseconds
	 * would be before 1973, or ISO 8601.
	 * @param names the names that the point in time has or had
	 * @return the point in time, or {@code null} if there is none
	 */
	public @Nullable Instant instant(String... names) {
		for (String name : names) {
			Instant instant = JsonValues.instant(part(name));
			if (instant != null) {
				return instant;
			}
		}
		return null;
	}

	/**
	 * Return an object within this one.
	 * @param names the names that the object has or had
	 * @return the object, or {@code null} if there is none
	 */
	public @Nullable BrevoJson object(String... names) {
		for (String name : names) {
			if (part(name) instanceof Map<?, ?> map) {
				return new BrevoJson(map);
			}
		}
		return null;
	}

	/**
	 * Return the objects of a list. An object that stands alone is a list of one.
	 * @param names the names that the list has or had
	 * @return the objects, without whatever else is in the list, or {@code null} if there
	 * is no list
	 */
	public @Nullable List<BrevoJson> objects(String... names) {
		for (String name : names) {
			Object part = part(name);
			if (part instanceof Map) {
				return List.of(new BrevoJson(part));
			}
			if (part instanceof List<?> list) {
				return objects(list);
			}
		}
		return null;
	}

	/**
	 * Return a free object as it is.
	 * @param names the names that the object has or had
	 * @return an unmodifiable map of texts, numbers, booleans, lists, maps and
	 * {@code null}, or {@code null} if there is none; what is nested deeper than 64
	 * levels is {@code null}
	 */
	public @Nullable Map<String, @Nullable Object> map(String... names) {
		BrevoJson object = object(names);
		return (object != null) ? object.asMap() : null;
	}

	/**
	 * Return this as a map.
	 * @return an unmodifiable map, which is empty if this is not an object
	 */
	@SuppressWarnings("unchecked")
	public Map<String, @Nullable Object> asMap() {
		return (this.value instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
	}

	/**
	 * Return this as a message.
	 * @return the message, each part of which is {@code null} if there is none
	 */
	public ConversationsMessage asMessage() {
		return MessageReader.message(this);
	}

	/**
	 * Return this as a file that is attached to a message.
	 * @return the file, each part of which is {@code null} if there is none
	 */
	public ConversationsFile asFile() {
		return MessageReader.file(this);
	}

	@Nullable Object value() {
		return this.value;
	}

	private static List<BrevoJson> objects(List<?> list) {
		List<BrevoJson> objects = new ArrayList<>(list.size());
		for (Object element : list) {
			if (element instanceof Map) {
				objects.add(new BrevoJson(element));
			}
		}
		return List.copyOf(objects);
	}

	private @Nullable Object part(String name) {
		return (this.value instanceof Map<?, ?> map) ? map.get(name) : null;
	}

	/**
	 * Return the value, shortened. It may hold what a visitor wrote.
	 */
	@Override
	public String toString() {
		return Excerpt.of(String.valueOf(this.value));
	}

}
