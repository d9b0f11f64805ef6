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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks with axe for what keeps people from using a page, in light, dark and forced
 * colours, on a screen, a phone and at 200 %.
 */
final class Axe {

	private static final int[] SCREEN = { 1280, 800 };

	private static final int[] PHONE = { 390, 844 };

	private static final int[] ZOOMED = { 640, 400 };

	private Axe() {
	}

	/**
	 * Check the page that a browser shows.
	 */
	static void assertFindsNothing(Browser browser) {
		assertFindsNothing(browser, SCREEN, PHONE, ZOOMED);
	}

	/**
	 * Check the page that a browser shows, which is laid out like one that was checked at
	 * all sizes.
	 */
	static void assertFindsNothingOnAScreen(Browser browser) {
		assertFindsNothing(browser, SCREEN);
	}

	private static void assertFindsNothing(Browser browser, int[]... sizes) {
		browser.script(source());
		try {
			for (String[] media : new String[][] { { "prefers-color-scheme", "light" },
					{ "prefers-color-scheme", "dark" }, { "forced-colors", "active" } }) {
				browser.media(media[0], media[1]);
				for (int[] size : sizes) {
					browser.size(size[0], size[1]);
					assertThat(violations(browser)).as("%s, %s px", media[1], size[0]).isEmpty();
				}
			}
		}
		finally {
			browser.media("forced-colors", "none");
			browser.size(SCREEN[0], SCREEN[1]);
		}
	}

	private static List<?> violations(Browser browser) {
		return (List<?>) browser
			.script("""
					return axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations.map(
						(violation) => violation.id + ': ' + violation.nodes.map((node) => node.target + ' ' + node.failureSummary)))""");
	}

	private static String source() {
		try {
			return new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
