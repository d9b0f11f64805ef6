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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A part of a text: words, or a link. A text may be hostile, so only a URI that begins
 * with {@code http://} or {@code https://}, with a host and without a user, which could
 * be mistaken for the host, becomes a link.
 *
 * @param text the text
 * @param link its URL, or {@code null} if it is not a link
 */
record TextPart(String text, @Nullable String link) {

	private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"'`\\p{Cntrl}\\p{Cf}]+");

	private static final String END_OF_SENTENCE = ".,;:!?)]}…";

	/**
	 * Split a text.
	 * @param text the text
	 * @return its parts, which together are the text
	 */
	static List<TextPart> split(String text) {
		List<TextPart> parts = new ArrayList<>();
		Matcher matcher = LINK.matcher(text);
		int end = 0;
		while (matcher.find()) {
			String url = withoutEndOfSentence(matcher.group());
			if (isSafe(url)) {
				add(parts, text.substring(end, matcher.start()));
				parts.add(new TextPart(url, url));
				end = matcher.start() + url.length();
			}
		}
		add(parts, text.substring(end));
		return parts;
	}

	/**
	 * Return whether a link may be followed.
	 * @param url the URL of the link, or {@code null}
	 * @return whether it is a URL of the web
	 */
	static boolean isSafe(@Nullable String url) {
		try {
			URI uri = (url != null) ? new URI(url) : URI.create("");
			return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
					&& uri.getHost() != null && uri.getRawUserInfo() == null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static String withoutEndOfSentence(String url) {
		int end = url.length();
		while (end > 0 && END_OF_SENTENCE.indexOf(url.charAt(end - 1)) >= 0) {
			end--;
		}
		return url.substring(0, end);
	}

	private static void add(List<TextPart> parts, String text) {
		if (!text.isEmpty()) {
			parts.add(new TextPart(text, null));
		}
	}

}
