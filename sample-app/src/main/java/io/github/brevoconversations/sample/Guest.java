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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.brevoconversations.webhook.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * What an agent wants to know about a visitor. All of it may be a lie.
 *
 * @param name the name
 * @param source the channel through which the visitor writes
 * @param page the page that the visitor is on, or {@code null}
 * @param language the visitor's language, or {@code null}
 * @param place where the visitor seems to be, or {@code null}
 */
record Guest(String name, String source, @Nullable Page page, @Nullable String language, @Nullable String place) {

	private static final int SHORT = 120;

	static Guest of(Visitor visitor, @Nullable Guest before) {
		return new Guest(cut(first(visitor.displayedName(), name(before), "Visitor")),
				cut(first(visitor.source(), (before != null) ? before.source() : null, "widget")),
				page(visitor, (before != null) ? before.page() : null),
				language(visitor, (before != null) ? before.language() : null),
				place(visitor, (before != null) ? before.place() : null));
	}

	private static @Nullable String name(@Nullable Guest before) {
		return (before != null) ? before.name() : null;
	}

	private static String first(@Nullable String one, @Nullable String other, String otherwise) {
		if (one != null && !one.isBlank()) {
			return one;
		}
		return (other != null && !other.isBlank()) ? other : otherwise;
	}

	private static @Nullable Page page(Visitor visitor, @Nullable Page before) {
		List<Visitor.Page> pages = (visitor.lastVisit() != null) ? visitor.lastVisit().viewedPages() : List.of();
		return pages.isEmpty() ? before : Page.of(pages.get(pages.size() - 1));
	}

	private static @Nullable String language(Visitor visitor, @Nullable String before) {
		String tag = first(visitor.conversationLanguage(), visitor.browserLanguage(), "");
		String language = Locale.forLanguageTag(tag.replace('_', '-')).getDisplayLanguage(Locale.ENGLISH);
		return language.isEmpty() ? before : cut(language);
	}

	private static @Nullable String place(Visitor visitor, @Nullable String before) {
		List<String> place = new ArrayList<>();
		for (String part : Arrays.asList(visitor.city(), visitor.country())) {
			if (part != null && !part.isBlank()) {
				place.add(part);
			}
		}
		return place.isEmpty() ? before : cut(String.join(", ", place));
	}

	/**
	 * Return a text as a line that is not too long, and looks like what it is.
	 * @param text the text
	 * @return the line
	 */
	static String cut(String text) {
		String line = text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
		return (line.codePointCount(0, line.length()) <= SHORT) ? line
				: line.substring(0, line.offsetByCodePoints(0, SHORT)) + "…";
	}

	/**
	 * Return the name of the channel, as people know it.
	 * @return the name
	 */
	public String channel() {
		return switch (this.source.toLowerCase(Locale.ROOT)) {
			case "widget" -> "Website";
			case "whatsapp" -> "WhatsApp";
			case "instagram" -> "Instagram";
			case "facebook" -> "Facebook";
			case "email" -> "E-mail";
			default -> this.source;
		};
	}

	/**
	 * Return the visitor's initials.
	 * @return one or two letters
	 */
	public String initials() {
		return Initials.of(this.name);
	}

	/**
	 * Return the number of the visitor's color, which depends on the name.
	 * @return a number from zero to five
	 */
	public int tint() {
		return Math.floorMod(this.name.hashCode(), 6);
	}

	/**
	 * A page of the site.
	 *
	 * @param title its title
	 * @param link its URL, or {@code null} if there is none that is safe to follow
	 */
	record Page(String title, @Nullable String link) {

		static Page of(Visitor.Page page) {
			String link = TextPart.isSafe(page.link()) ? page.link() : null;
			return new Page(cut(first(page.title(), page.link(), "a page")), link);
		}

	}

}
