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

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes values for JSON texts, some of which are none.
 */
final class RawJson {

	private static final List<String> VALUES = List.of("null", "true", "false", "0", "-1", "1", "3.7", "\"\"", "\" \"",
			"\"null\"", "\"true\"", "\"yes\"", "\"12\"", "\"1e3\"", "[]", "{}", "[null]", "[[]]", "[\"a\"]", "[{}]",
			"[1,\"a\",null]", "{\"\":null}", "{\"id\":{\"id\":[]}}", "2147483648", "-2147483649", "9223372036854775807",
			"9223372036854775808", "-99999999999999999999999999", "1e5", "1e30", "-1e30", "1e309", "1E-400",
			"1e999999999", "-1e-999999999", "1e99999999999", "0.1e1", "-0", "-0.0", "1482512803740",
			"\"1482512803740\"", "\"2016-12-23T17:06:43Z\"", "\"+999999999-12-31T23:59:59.999999999Z\"",
			"\"-1000000000-01-01T00:00Z\"", "\"99999999999999999999\"", "\"\\u0661\\u0662\"", "\"\\ud83d\\ude00\"");

	private static final List<String> INVALID = List.of("NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x1F",
			"undefined", "'text'", "\"\\x\"", "\"\\u12\"", "tru", "nul", "\"open", "[1", "{\"a\"", "{a:1}", "[,]",
			"{\"a\":1,}", "/* comment */ 1", "", "]", "}", "\"\u0000\"", "\"a\nb\"");

	private static final List<String> TEXTS = List.of("", " ", "id", "isPushed", "error", "code", "message", "a.b",
			"\u00e4\u00f6\u00fc", "\u202e\u200b\u2028\u2029", "\u0007\u001b[31m", "\ud83d\ude00", "\ue000\uffff",
			"%s %n %d {} ${x}", "../..", "<script>alert(1)</script>");

	private final SplittableRandom random;

	RawJson(SplittableRandom random) {
		this.random = random;
	}

	String value() {
		return switch (this.random.nextInt(40)) {
			case 0, 1, 2, 3, 4 -> pick(INVALID);
			case 5 -> nested("[", "]");
			case 6 -> nested("{\"a\":", "}");
			case 7 -> "[".repeat(depth());
			case 8 -> "9".repeat(length());
			case 9 -> "0." + "9".repeat(length());
			case 10 -> '"' + "9".repeat(length()) + '"';
			case 11 -> '"' + "\\ud83d".repeat(length()) + '"';
			case 12 -> "\"\\ud800\"";
			case 13 -> "\"\\udc00 text\"";
			case 14 -> '"' + "long ".repeat(length()) + '"';
			case 15 -> "1,\"id\":2,\"id\":null";
			case 16 -> "{\"file\":{},\"file\":[],\"file\":1}";
			case 17 -> "[" + "{},".repeat(length() / 10) + "null]";
			case 18 ->
				"{\"name\":" + pick(VALUES) + ",\"size\":" + pick(VALUES) + ",\"imageInfo\":" + pick(VALUES) + "}";
			case 19 -> "[" + pick(VALUES) + "," + pick(VALUES) + "," + pick(VALUES) + "]";
			default -> pick(VALUES);
		};
	}

	String text() {
		return switch (this.random.nextInt(8)) {
			case 0 -> String.valueOf((char) this.random.nextInt(0x10000));
			case 1 -> "long ".repeat(length() / 4);
			default -> pick(TEXTS);
		};
	}

	private String nested(String open, String close) {
		int depth = depth();
		return open.repeat(depth) + "1" + close.repeat(depth);
	}

	private int depth() {
		return switch (this.random.nextInt(10)) {
			case 0 -> 5000 + this.random.nextInt(5000);
			case 1, 2 -> 400 + this.random.nextInt(800);
			default -> this.random.nextInt(100);
		};
	}

	private int length() {
		return (this.random.nextInt(20) != 0) ? this.random.nextInt(400) : this.random.nextInt(5_000);
	}

	private String pick(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
