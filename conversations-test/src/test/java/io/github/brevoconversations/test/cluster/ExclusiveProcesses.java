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

package io.github.brevoconversations.test.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Lets test classes that start many processes wait for each other, although they run in
 * different JVMs. Together, they would leave each other too little of the processor.
 */
final class ExclusiveProcesses implements BeforeAllCallback, AfterAllCallback {

	private static final Namespace NAMESPACE = Namespace.create(ExclusiveProcesses.class);

	// a JVM must not lock a file twice
	private static final Semaphore ofThisJvm = new Semaphore(1);

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		ofThisJvm.acquireUninterruptibly();
		FileChannel channel = FileChannel.open(Path.of("target", "processes.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		channel.lock();
		context.getStore(NAMESPACE).put(FileChannel.class, channel);
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		FileChannel channel = context.getStore(NAMESPACE).remove(FileChannel.class, FileChannel.class);
		if (channel != null) {
			channel.close();
		}
		ofThisJvm.release();
	}

}
