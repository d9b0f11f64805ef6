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

package io.github.brevoconversations.client.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out interim responses such as "103 Early Hints". Reactor Netty takes them for
 * the final response, so the next request on the connection would get the final response
 * to this request.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {

	private boolean interim;

	private boolean leftOut;

	@Override
	public void channelRead(ChannelHandlerContext context, @Nullable Object message) {
		if (message instanceof HttpResponse response) {
			this.interim = isInterim(response.status());
		}
		if (!this.interim) {
			context.fireChannelRead(message);
			return;
		}
		this.leftOut = true;
		this.interim = !(message instanceof LastHttpContent);
		ReferenceCountUtil.release(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		if (this.leftOut) {
			this.leftOut = false;
			// no handler further up knows that there is more to read
			context.read();
		}
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL
				&& status.code() != HttpResponseStatus.CONTINUE.code()
				&& status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
	}

}
