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

package io.github.brevoconversations.release;

import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A POM as it is published, read by XPath.
 */
final class PublishedPom {

	private final XPath xpath = XPathFactory.newInstance().newXPath();

	private final Document document;

	PublishedPom(PublishedModule module) throws Exception {
		this.document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(module.pom().toFile());
	}

	List<String> childrenOfProject() {
		return nodes("/project/*").stream().map(Node::getNodeName).toList();
	}

	List<Dependency> dependencies() {
		return nodes("/project/dependencies/dependency").stream().map(this::dependency).toList();
	}

	String text(String path) {
		return evaluate(path, this.document);
	}

	private Dependency dependency(Node node) {
		List<String> elements = nodes("*", node).stream().map(Node::getNodeName).toList();
		return new Dependency(evaluate("groupId", node) + ":" + evaluate("artifactId", node), evaluate("version", node),
				evaluate("scope", node), Boolean.parseBoolean(evaluate("optional", node)), elements);
	}

	private List<Node> nodes(String path) {
		return nodes(path, this.document);
	}

	private List<Node> nodes(String path, Node from) {
		try {
			NodeList nodes = (NodeList) this.xpath.evaluate(path, from, XPathConstants.NODESET);
			return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).toList();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private String evaluate(String path, Node from) {
		try {
			return this.xpath.evaluate(path, from).trim();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	record Dependency(String coordinates, String version, String scope, boolean optional, List<String> elements) {

	}

}
