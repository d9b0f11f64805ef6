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
import java.util.function.Function;

import io.github.brevoconversations.client.ConversationsMessage.ForwardingStatus;
import io.github.brevoconversations.client.ConversationsMessage.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of each generation of Brevo's model.
 */
final class MessageReader {

	private MessageReader() {
	}

	static ConversationsMessage message(BrevoJson json) {
		return new ConversationsMessage(json.text("id"), json.text("type"), json.text("text"), json.text("html"),
				json.text("rawUnsafeHtml"), json.text("visitorId"), json.text("agentId"), json.text("agentName"),
				json.text("agentUserpic"), json.instant("createdAt"), json.flag("isPushed"), json.text("receivedFrom"),
				one(json.object("file"), MessageReader::file), all(json.objects("attachments"), MessageReader::file),
				json.text("subject"), one(json.object("from"), MessageReader::address),
				one(json.object("replyTo"), MessageReader::address), all(json.objects("to"), MessageReader::address),
				all(json.objects("cc"), MessageReader::address), all(json.objects("bcc"), MessageReader::address),
				json.flag("isTrigger"), json.flag("isMissed"), json.flag("isMissedByVisitor"), json.flag("isBot"),
				json.flag("isSentViaJsApi"), json.flag("isForward"), json.text("sourceMessageId"),
				one(json.object("forwardedToSourceStatus"), MessageReader::forwardingStatus), json.text("messageType"),
				json.map("integrations"), json.map("source"));
	}

	static ConversationsFile file(BrevoJson json) {
		return new ConversationsFile(json.text("name", "filename", "fileName"), json.text("link", "url"),
				json.number("size"), json.text("mimeType"), json.flag("isImage"), json.flag("isInline"),
				json.text("inlineId"), json.flag("isSticker"), json.flag("isAllowedFileType"),
				one(json.object("imageInfo"), MessageReader::imageInfo));
	}

	private static ConversationsFile.ImageInfo imageInfo(BrevoJson json) {
		return new ConversationsFile.ImageInfo(JsonValues.integer(json.number("width")),
				JsonValues.integer(json.number("height")), json.text("previewLink", "previewUrl"));
	}

	private static MailAddress address(BrevoJson json) {
		return new MailAddress(json.text("email"), json.text("name"));
	}

	private static ForwardingStatus forwardingStatus(BrevoJson json) {
		return new ForwardingStatus(json.flag("isSuccess"), json.text("error"));
	}

	private static <T> @Nullable T one(@Nullable BrevoJson json, Function<BrevoJson, T> reader) {
		return (json != null) ? reader.apply(json) : null;
	}

	private static <T> @Nullable List<T> all(@Nullable List<BrevoJson> json, Function<BrevoJson, T> reader) {
		return (json != null) ? json.stream().map(reader).toList() : null;
	}

}
