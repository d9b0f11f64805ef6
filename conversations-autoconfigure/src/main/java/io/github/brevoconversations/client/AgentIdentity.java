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
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * An agent of Brevo Conversations, named in one of the two ways that Brevo knows. Equal
 * identities name the same agent: those with the same id, or with the same e-mail address
 * in whatever case and the same other system, whatever the agent's name. An identity by
 * id and one by e-mail address are never equal. Can be written as JSON and read again
 * with Jackson, by what it consists of.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({ @JsonSubTypes.Type(AgentIdentity.Id.class), @JsonSubTypes.Type(AgentIdentity.Email.class) })
public sealed interface AgentIdentity extends Serializable permits AgentIdentity.Id, AgentIdentity.Email {

	/**
	 * Return the identity of the agent with the given id.
	 * @param id the id, from the agent's page in Brevo or from a webhook
	 * @return the identity
	 * @throws BrevoInvalidRequestException if the id is blank
	 */
	static AgentIdentity ofId(String id) {
		return new Id(id);
	}

	/**
	 * Return the identity of an agent of another system. Brevo creates a dummy agent in
	 * the account for an e-mail address that it does not know, so a misspelt one has a
	 * lasting effect.
	 * @param email the agent's e-mail address
	 * @param name the agent's name, as visitors see it; half an emoji in it is replaced
	 * @param receivedFrom the name of the other system
	 * @return the identity
	 * @throws BrevoInvalidRequestException if one of the three is blank, or the address
	 * is not one
	 */
	static AgentIdentity ofEmail(String email, String name, String receivedFrom) {
		return new Email(email, name, receivedFrom);
	}

	/**
	 * An agent named by id.
	 *
	 * @param id the agent's id
	 * @serial exclude
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Id(String id) implements AgentIdentity {

		/**
		 * Create the identity.
		 * @param id the agent's id
		 * @throws BrevoInvalidRequestException if the id is blank
		 */
		public Id(String id) {
			this.id = RequestChecks.requireName(id, "the agent's id");
		}

		@Override
		public String toString() {
			return "agent " + this.id;
		}

	}

	/**
	 * An agent of another system, named by e-mail address. Equal to another if the
	 * address, in whatever case, and the other system are the same: the name may change.
	 *
	 * @param email the agent's e-mail address
	 * @param name the agent's name, as visitors see it
	 * @param receivedFrom the name of the other system
	 * @serial exclude
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Email(String email, String name, String receivedFrom) implements AgentIdentity {

		/**
		 * Create the identity.
		 * @param email the agent's e-mail address
		 * @param name the agent's name, as visitors see it
		 * @param receivedFrom the name of the other system
		 * @throws BrevoInvalidRequestException if one of the three is blank, or the
		 * address is not one
		 */
		public Email(String email, String name, String receivedFrom) {
			this.email = RequestChecks.requireEmail(email, "the agent's e-mail address");
			this.name = RequestChecks.requireTextToSend(name, "the agent's name");
			this.receivedFrom = RequestChecks.requireName(receivedFrom,
					"the name of the system that the agent belongs to (receivedFrom)");
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Email that && this.email.equalsIgnoreCase(that.email)
					&& this.receivedFrom.equals(that.receivedFrom);
		}

		@Override
		public int hashCode() {
			return 31 * foldedEmail().hashCode() + this.receivedFrom.hashCode();
		}

		/**
		 * Return the address in the one spelling that all its spellings have.
		 * @return the address, which is equal for equal identities
		 */
		public String foldedEmail() {
			StringBuilder folded = new StringBuilder(this.email.length());
			// as equalsIgnoreCase compares, whatever the locale
			this.email.chars()
				.forEach((unit) -> folded.append(Character.toLowerCase(Character.toUpperCase((char) unit))));
			return folded.toString();
		}

		@Override
		public String toString() {
			return "agent %s (%s, of %s)".formatted(this.email, this.name, this.receivedFrom);
		}

	}

}
