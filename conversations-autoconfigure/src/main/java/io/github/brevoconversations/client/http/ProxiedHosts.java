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

import java.net.InetSocketAddress;
import java.util.List;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

/**
 * Leaves the lookup of hosts to the proxy that connects to them, because an application
 * behind a proxy often cannot look them up itself. All other hosts are looked up as
 * without a proxy.
 */
final class ProxiedHosts extends AddressResolverGroup<InetSocketAddress> {

	private final HttpProxySettings proxy;

	private final AddressResolverGroup<InetSocketAddress> others;

	@SuppressWarnings("unchecked")
	ProxiedHosts(HttpProxySettings proxy, AddressResolverGroup<?> others) {
		this.proxy = proxy;
		this.others = (AddressResolverGroup<InetSocketAddress>) others;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new Resolver(executor, this.others.getResolver(executor));
	}

	/**
	 * A resolver on one event loop.
	 */
	private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

		private final AddressResolver<InetSocketAddress> others;

		private Resolver(EventExecutor executor, AddressResolver<InetSocketAddress> others) {
			super(executor, InetSocketAddress.class);
			this.others = others;
		}

		@Override
		protected boolean doIsResolved(InetSocketAddress address) {
			return !address.isUnresolved() || ProxiedHosts.this.proxy.isFor(address.getHostString());
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored") // it is the promise
		protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
			this.others.resolve(address, promise);
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored") // it is the promise
		protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
			this.others.resolveAll(address, promise);
		}

	}

}
