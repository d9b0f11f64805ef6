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

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A file attached to a message. Brevo has renamed some of its parts; all the names are
 * read. Each part is {@code null} if Brevo sent none.
 *
 * @param name the file's name ({@code name}, {@code filename} or {@code fileName})
 * @param link the URL to fetch it from ({@code link} or {@code url})
 * @param size the size in bytes
 * @param mimeType the MIME type
 * @param image whether it is an image
 * @param inline whether it is shown within an e-mail's text
 * @param inlineId the id by which an e-mail's text refers to it
 * @param sticker whether it is a sticker
 * @param allowedFileType whether its type is allowed
 * @param imageInfo the details of an image
 * @serial exclude
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationsFile(@Nullable String name, @Nullable String link, @Nullable Long size,
		@Nullable String mimeType, @Nullable Boolean image, @Nullable Boolean inline, @Nullable String inlineId,
		@Nullable Boolean sticker, @Nullable Boolean allowedFileType,
		@Nullable ImageInfo imageInfo) implements Serializable {

	/**
	 * The details of an image.
	 *
	 * @param width the width in pixels
	 * @param height the height in pixels
	 * @param previewLink the URL of a preview ({@code previewLink} or {@code previewUrl})
	 * @serial exclude
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record ImageInfo(@Nullable Integer width, @Nullable Integer height,
			@Nullable String previewLink) implements Serializable {

	}

}
