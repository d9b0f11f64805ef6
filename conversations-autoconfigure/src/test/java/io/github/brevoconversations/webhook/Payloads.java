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

package io.github.brevoconversations.webhook;

import java.util.List;

/**
 * Webhooks as Brevo sends them, of both systems and all generations of the model.
 */
final class Payloads {

	static final String VISITOR = """
			{"id":"kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg","threadId":"t1","threadLink":"https://app.brevo.com/t1",
			 "source":"whatsapp","sourceChannelRef":"+33700000000","sourceChannelLink":"https://wa.me/33700000000",
			 "sourceConversationRef":"33612345678","groupId":"g1","color":"#ab12cd","ip":null,"browserLanguage":"fr",
			 "conversationLanguage":"fr","browser":"Firefox 142","os":"Linux","userAgent":"Mozilla/5.0","country":"FR",
			 "city":"Paris","lastVisit":{"startedAt":1482512803740,"finishedAt":null,"hostName":"example.org",
			 "viewedPages":[{"link":"https://example.org/a","title":"A"},null]},"displayedName":"Ann",
			 "contactAttributes":{"FIRSTNAME":"Ann"},"integrationAttributes":{"email":"ann@example.org"},
			 "attributes":{"EMAIL":"ann@example.org","SMS":"33612345678"},"formattedAttributes":{"Email":"ann@example.org"},
			 "notes":"likes tea","contactId":42,"marketingConsent":true,"termsOfServiceConsent":"yes?",
			 "outsideConnections":[{"a":1}],"isBanned":false,"later":{"x":1}}""";

	static final String STARTED = """
			{"eventName":"conversationStarted","conversationId":"c1","isNoAvailableAgent":true,
			 "conversationStartPage":{"link":"https://example.org/","title":"Start"},"visitor":%s,
			 "agent":{"id":"d9nKoegKSjmCtyK78","name":"Liz","email":"liz@example.org","userpic":"https://example.org/l.png"},
			 "message":{"id":"m1","type":"visitor","text":"Hello","createdAt":1482512803740}}"""
		.formatted(VISITOR);

	static final String STARTED_BY_AGENT = """
			{"eventName":"conversationStarted","conversationId":"c2","visitor":{"id":"v2"},
			 "agent":{"id":"a1","name":"Liz"},
			 "message":{"id":"m2","type":"agent","text":"Hi","agentId":"a1","createdAt":1482512803740}}""";

	static final String STARTED_WITHOUT_MESSAGE = """
			{"eventName":"conversationStarted","conversationId":"c3","visitor":{"id":"v3"}}""";

	static final String FRAGMENT = """
			{"eventName":"conversationFragment","conversationId":"c1","visitor":%s,
			 "agents":[{"id":"a1","name":"Liz","email":"liz@example.org"},{"id":"DummyX","name":"Bot"}],
			 "messages":[
			 {"id":"m13","type":"visitor","text":"third","createdAt":1482512803743,"visitorId":"v1"},
			 {"id":"m11","type":"visitor","text":"first","createdAt":1482512803741,
			  "file":{"filename":"c.png","size":15538,"isImage":true,"url":"https://example.org/c.png",
			  "imageInfo":{"width":1129,"height":525,"previewUrl":"https://example.org/p.png"}}},
			 {"id":"m12","type":"agent","text":"second","agentId":"a1","agentName":"Liz","createdAt":1482512803742,
			  "isPushed":false,"isBot":false,"isTrigger":false,"html":"<b>second</b>","rawUnsafeHtml":"<b>second</b>",
			  "attachments":[{"name":"a.txt","link":"https://example.org/a","size":9999999999,"isInline":"true"}],
			  "integrations":{"x":{"y":[1,2.5,null]}},"source":{"z":true},"messageType":"text"}
			 ]}""".formatted(VISITOR);

	static final String TRANSCRIPT = """
			{"eventName":"conversationTranscript","conversationId":"c1","visitor":{"id":"v1","isBanned":true},
			 "agents":[],"missedMessagesCount":2,"conversationStartPage":{"link":"https://example.org/"},
			 "messages":[{"id":"m2","type":"visitor","text":"b","createdAt":2},{"id":"m1","type":"visitor","text":"a","createdAt":1}]}""";

	static final String LEAN = """
			{"event_name":"message_received","identifiers":{"chat_id":"c9"},"message":{"type":"visitor","id":"m9"}}""";

	static final String EMPTY = """
			{"eventName":"conversationFragment","conversationId":"c1","messages":[],"agents":[],"visitor":{"id":"v1"}}""";

	static final String INVENTED = """
			{"eventName":"agentJoined","conversationId":"c1","visitor":{"id":"v1"},"x":[1]}""";

	static final String NAMELESS = "{\"hello\":\"world\"}";

	static final List<String> ALL = List.of(STARTED, STARTED_BY_AGENT, STARTED_WITHOUT_MESSAGE, FRAGMENT, TRANSCRIPT,
			LEAN, EMPTY, INVENTED, NAMELESS, "[" + STARTED + "," + LEAN + "]");

	private Payloads() {
	}

	/**
	 * Return a fragment with one message.
	 * @param message the message's members, without braces
	 * @return the JSON
	 */
	static String message(String message) {
		return """
				{"eventName":"conversationFragment","conversationId":"c1","visitor":{"id":"v1"},"messages":[{%s}]}"""
			.formatted(message);
	}

}
