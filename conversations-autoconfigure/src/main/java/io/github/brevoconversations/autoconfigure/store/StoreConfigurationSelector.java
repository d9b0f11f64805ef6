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

package io.github.brevoconversations.autoconfigure.store;

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Imports the configurations of stores by name, so that the classes of those that do not
 * match are never loaded.
 */
class StoreConfigurationSelector implements ImportSelector {

	@Override
	public String[] selectImports(AnnotationMetadata importingClassMetadata) {
		List<String> imports = new ArrayList<>();
		addAll(imports, importingClassMetadata, "ImportActiveAgentStore", "ActiveAgentStoreConfigurations");
		addAll(imports, importingClassMetadata, "ImportConversationInbox", "ConversationInboxConfigurations");
		return imports.toArray(String[]::new);
	}

	private static void addAll(List<String> imports, AnnotationMetadata metadata, String annotation,
			String configurations) {
		String room = StoreConfigurationSelector.class.getPackageName() + ".";
		// by name, so that the annotation is not loaded
		if (metadata.isAnnotated(room + annotation)) {
			String prefix = room + configurations;
			imports.addAll(List.of(prefix + "$Redis", prefix + "$Jdbc", prefix + "$Memory"));
		}
	}

}
