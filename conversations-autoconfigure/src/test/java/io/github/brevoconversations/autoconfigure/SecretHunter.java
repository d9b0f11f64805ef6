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

package io.github.brevoconversations.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Searches for secrets in whatever can be reached from an object.
 */
final class SecretHunter {

	private static final int PREFIX_LENGTH = 12;

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final List<String> needles;

	// a logger leads to all loggers, and by them to the environment of an application
	private final List<String> ignoredPackages = new ArrayList<>(
			List.of("ch.qos.logback.", "org.slf4j.", "org.apache.commons.logging."));

	/**
	 * Create a hunter.
	 * @param secrets the secrets, of each of which the first 12 characters are searched
	 * for as well
	 */
	SecretHunter(String... secrets) {
		this.needles = Stream.of(secrets)
			.map((secret) -> secret.substring(0, Math.min(PREFIX_LENGTH, secret.length())))
			.toList();
	}

	/**
	 * Leave out objects of the classes of a package.
	 */
	SecretHunter ignoring(String packagePrefix) {
		this.ignoredPackages.add(packagePrefix);
		return this;
	}

	boolean isIn(String text) {
		return this.needles.stream().anyMatch(text::contains);
	}

	/**
	 * Search the whole graph of a failure, and all the forms that it may be reported in.
	 * @return where the secrets are
	 */
	List<String> findInReportsOf(Throwable failure) {
		List<String> findings = new ArrayList<>(find(failure));
		findings.addAll(findInTextsOf(failure));
		return findings;
	}

	/**
	 * Search a failure in the forms in which it leaves the application: its stack trace,
	 * its JSON, and its serialized form.
	 * @return which of them the secrets are in
	 */
	List<String> findInTextsOf(Throwable failure) {
		List<String> findings = new ArrayList<>();
		if (isIn(text(failure))) {
			findings.add("stack trace");
		}
		if (isIn(json(failure))) {
			findings.add("JSON");
		}
		if (isIn(serialized(failure))) {
			findings.add("serialized form");
		}
		return findings;
	}

	/**
	 * Search the graph of an object.
	 * @param root the object to begin with
	 * @return where the secrets are, as paths through the graph
	 */
	List<String> find(Object root) {
		List<String> findings = new ArrayList<>();
		Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Node> nodes = new ArrayDeque<>();
		add(nodes, root.getClass().getSimpleName(), root);
		while (!nodes.isEmpty()) {
			Node node = nodes.remove();
			if (visited.add(node.value())) {
				String text = text(node.value());
				if (text != null && isIn(text)) {
					findings.add(node.path());
				}
				expand(nodes, node);
			}
		}
		return findings;
	}

	private static String text(Object value) {
		if (value instanceof byte[] bytes) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
		if (value instanceof char[] chars) {
			return new String(chars);
		}
		if (value instanceof Throwable throwable) {
			StringWriter stackTrace = new StringWriter();
			throwable.printStackTrace(new PrintWriter(stackTrace, true));
			return throwable + "\n" + throwable.getMessage() + "\n" + throwable.getLocalizedMessage() + "\n"
					+ stackTrace;
		}
		boolean searchedByParts = value instanceof Map<?, ?> || value instanceof Collection<?>;
		if (value instanceof CharSequence || (value.getClass().getName().startsWith("java.") && !searchedByParts)) {
			return String.valueOf(value);
		}
		return null;
	}

	private void expand(Deque<Node> nodes, Node node) {
		Object value = node.value();
		String path = node.path();
		if (value instanceof Throwable throwable) {
			add(nodes, path + ".cause", throwable.getCause());
			add(nodes, path + ".suppressed", throwable.getSuppressed());
		}
		if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				add(nodes, path + ".key", entry.getKey());
				add(nodes, path + "[" + entry.getKey() + "]", entry.getValue());
			}
		}
		else if (value instanceof Iterable<?> iterable && !(value instanceof Path)) {
			iterable.forEach((element) -> add(nodes, path + "[]", element));
		}
		else if (value instanceof Optional<?> optional) {
			add(nodes, path + ".get", optional.orElse(null));
		}
		else if (value instanceof AtomicReference<?> reference) {
			add(nodes, path + ".get", reference.get());
		}
		else if (value instanceof Reference<?> reference) {
			add(nodes, path + ".get", reference.get());
		}
		else if (value.getClass().isArray()) {
			for (int i = 0; !value.getClass().getComponentType().isPrimitive() && i < Array.getLength(value); i++) {
				add(nodes, path + "[" + i + "]", Array.get(value, i));
			}
		}
		addFields(nodes, node);
	}

	private void addFields(Deque<Node> nodes, Node node) {
		for (Class<?> type = node.value().getClass(); type != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
					add(nodes, node.path() + "." + field.getName(), read(field, node.value()));
				}
			}
		}
	}

	private static Object read(Field field, Object owner) {
		try {
			field.setAccessible(true);
			return field.get(owner);
		}
		catch (InaccessibleObjectException ex) {
			// of the JDK, whose classes tell what they hold by toString or as collections
			return null;
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void add(Deque<Node> nodes, String path, Object value) {
		if (value != null && !(value instanceof Class<?>) && !(value instanceof ClassLoader)
				&& !(value instanceof Thread)
				&& this.ignoredPackages.stream().noneMatch(value.getClass().getName()::startsWith)) {
			nodes.add(new Node(path, value));
		}
	}

	private static String json(Throwable failure) {
		StringWriter json = new StringWriter();
		try {
			mapper.writeValue(json, failure);
		}
		catch (JacksonException ex) {
			return json + "\n" + ex.getMessage();
		}
		return json.toString();
	}

	private static String serialized(Throwable failure) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(failure);
		}
		catch (IOException ex) {
			return bytes.toString(StandardCharsets.ISO_8859_1) + "\n" + ex.getMessage();
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * An object and how it was reached.
	 *
	 * @param path the way from the root
	 * @param value the object
	 */
	private record Node(String path, Object value) {

	}

}
