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
 * A JSON value from Brevo, read as tolerantly as the client reads responses: nothing in
 * it is an error. A part that has an unexpected type, is out of range or is missing is
 * {@code null}. Unknown parts are ignored. A byte order mark, raw control characters,
 * {@code NaN}, trailing commas, values of any length and nesting of any depth are
 * accepted. Immutable.
 * <p>
 * Each part can be asked for by several names, because Brevo has renamed some: the first
 * name that has a usable value counts.
 */
public final class BrevoJson {

	private final @Nullable Object value;

	private BrevoJson(@Nullable Object value) {
		this.value = value;
	}

	/**
	 * Read JSON in UTF-8, or in the encoding that its byte order mark names. Invalid
	 * UTF-8 is replaced.
	 * @param json the bytes to read
	 * @return the value, or {@code null} if the bytes are empty, cut off or not JSON,
	 * such as an HTML page
	 */
	public static @Nullable BrevoJson read(byte[] json) {
		return read(json, StandardCharsets.UTF_8);
	}

	static @Nullable BrevoJson read(byte[] json, Charset charset) {
		Object value = JsonTree.read(json, charset);
		return (value != JsonTree.NO_JSON) ? new BrevoJson(value) : null;
	}

	/**
	 * Return whether this is an object, as all documented JSON of Brevo is.
	 * @return whether this has named parts
	 */
	public boolean isObject() {
		return this.value instanceof Map;
	}

	/**
	 * Return the objects of this list.
	 * @return the objects, or {@code null} if this is not a list of objects only
	 */
	public @Nullable List<BrevoJson> elements() {
		return (this.value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) ? objects(list)
				: null;
	}

	/**
	 * Return a text. A number or a boolean is converted to text.
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
	 * Return a boolean, which may also be a number or the text {@code true},
	 * {@code false}, {@code 1} or {@code 0}.
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
	 * Return a point in time, in milliseconds or seconds since the epoch or in ISO 8601.
	 * A number is taken as seconds if it is then between the years 2001 and 5138.
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
	 * Return the objects of a list. A single object is taken as a list of one.
	 * @param names the names that the list has or had
	 * @return the objects, without other elements of the list, or {@code null} if there
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
	 * Return an object of any structure as a map.
	 * @param names the names that the object has or had
	 * @return an unmodifiable map of texts, numbers, booleans, lists, maps and
	 * {@code null}, or {@code null} if there is none; values nested deeper than 64 levels
	 * are {@code null}
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
	 * @return the message, in which each missing part is {@code null}
	 */
	public ConversationsMessage asMessage() {
		return MessageReader.message(this);
	}

	/**
	 * Return this as a file attached to a message.
	 * @return the file, in which each missing part is {@code null}
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
	 * Return the value, shortened. It may contain text that a visitor wrote.
	 */
	@Override
	public String toString() {
		return Excerpt.of(String.valueOf(this.value));
	}

}
