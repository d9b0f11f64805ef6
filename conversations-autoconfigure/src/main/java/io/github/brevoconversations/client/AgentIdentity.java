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
 * An agent of Brevo Conversations, identified in one of the two ways that Brevo supports.
 * Equal identities name the same agent: they have the same id, or the same e-mail address
 * (ignoring case) and the same other system; the agent's name does not count. An identity
 * by id and one by e-mail address are never equal. Jackson can write an identity as JSON
 * and read it again: the properties tell which kind of identity it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({ @JsonSubTypes.Type(AgentIdentity.Id.class), @JsonSubTypes.Type(AgentIdentity.Email.class) })
public sealed interface AgentIdentity extends Serializable permits AgentIdentity.Id, AgentIdentity.Email {

	/**
	 * Return the identity of the agent with the given id.
	 * @param id the id, from the agent's page in Brevo or from a webhook
	 * @return the identity
	 * @throws BrevoInvalidRequestException if the id is blank or contains an unpaired
	 * surrogate
	 */
	static AgentIdentity ofId(String id) {
		return new Id(id);
	}

	/**
	 * Return the identity of an agent of another system. Brevo creates a dummy agent in
	 * the account for an e-mail address that it does not know, so a typo has a lasting
	 * effect.
	 * @param email the agent's e-mail address
	 * @param name the agent's name, as visitors see it; unpaired surrogates in it are
	 * replaced
	 * @param receivedFrom the name of the other system
	 * @return the identity
	 * @throws BrevoInvalidRequestException if one of the three is blank, if the address
	 * is not an e-mail address, or if the address or the name of the system contains an
	 * unpaired surrogate
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
		 * @throws BrevoInvalidRequestException if the id is blank or contains an unpaired
		 * surrogate
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
	 * An agent of another system, identified by its e-mail address. Two such agents are
	 * equal if their addresses, ignoring case, and their systems are the same: the name
	 * may change.
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
		 * @throws BrevoInvalidRequestException if one of the three is blank, if the
		 * address is not an e-mail address, or if the address or the name of the system
		 * contains an unpaired surrogate
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
		 * Return the e-mail address in a single case, by which equal identities can be
		 * looked up.
		 * @return the address, which is the same for equal identities
		 */
		public String foldedEmail() {
			StringBuilder folded = new StringBuilder(this.email.length());
			// as equalsIgnoreCase does, and independent of the locale
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
