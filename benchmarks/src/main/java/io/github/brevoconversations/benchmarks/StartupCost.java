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

package io.github.brevoconversations.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.ConversationsClient;

/**
 * Measures what the starter adds to the start of an application that has Spring Boot's
 * starter for {@code WebClient} already, and nothing else. Both are started in turn, each
 * time in a process of its own.
 */
public final class StartupCost {

	private static final int STARTS = 10;

	private final List<Start> without = new ArrayList<>();

	private final List<Start> with = new ArrayList<>();

	private StartupCost() {
	}

	/**
	 * Measure, and print the results.
	 * @param arguments none that matter
	 */
	public static void main(String[] arguments) {
		startWithout();
		startWith();
		StartupCost cost = new StartupCost();
		for (int i = 0; i < STARTS; i++) {
			cost.without.add(startWithout());
			cost.with.add(startWith());
		}
		cost.print();
	}

	static Start startWith() {
		return start(starterClassPath());
	}

	static Start startWithout() {
		List<Path> classPath = new ArrayList<>(starterClassPath());
		if (!classPath.remove(location(ConversationsClient.class))) {
			throw new IllegalStateException("The starter's client is not in its class path");
		}
		return start(classPath);
	}

	private static Start start(List<Path> libraries) {
		String classPath = Stream.concat(libraries.stream(), Stream.of(location(StartedApplication.class)))
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
		try (ChildProcess process = ChildProcess.startWith(classPath, StartedApplication.class)) {
			return Start.parse(process.readLine());
		}
	}

	private static List<Path> starterClassPath() {
		try {
			String classPath = Files.readString(Path.of(System.getProperty("runtime-classpath.file"))).trim();
			return Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void print() {
		System.out.printf("%n| median of %d starts | until ready | processor time |%n|---|---|---|%n", STARTS);
		printRow("with Spring Boot's starter for WebClient", this.without);
		printRow("and with this starter", this.with);
		System.out.printf("| added, median of the pairs | %d ms | %d ms |%n", added(Start::millis),
				added(Start::cpuMillis));
	}

	private static void printRow(String title, List<Start> starts) {
		System.out.printf("| %s | %d ms | %d ms |%n", title, median(starts.stream().map(Start::millis).toList()),
				median(starts.stream().map(Start::cpuMillis).toList()));
	}

	private long added(ToLongFunction<Start> figure) {
		List<Long> differences = new ArrayList<>();
		for (int i = 0; i < STARTS; i++) {
			differences.add(figure.applyAsLong(this.with.get(i)) - figure.applyAsLong(this.without.get(i)));
		}
		return median(differences);
	}

	static long median(List<Long> values) {
		List<Long> sorted = values.stream().sorted().toList();
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}
