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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Reads a number that is out of range as {@code null}. Other than an unexpected token, it
 * is not put to a problem handler.
 */
final class TolerantNumber extends DelegatingDeserializer {

	private TolerantNumber(ValueDeserializer<?> delegate) {
		super(delegate);
	}

	@Override
	protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
		return new TolerantNumber(delegate);
	}

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
		boolean scalar = parser.currentToken().isScalarValue();
		try {
			return super.deserialize(parser, context);
		}
		catch (InputCoercionException | StreamConstraintsException ex) {
			if (scalar) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Makes the deserializers of numbers tolerant.
	 */
	static final class Modifier extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			return Number.class.isAssignableFrom(description.getBeanClass()) ? new TolerantNumber(deserializer)
					: deserializer;
		}

	}

}
