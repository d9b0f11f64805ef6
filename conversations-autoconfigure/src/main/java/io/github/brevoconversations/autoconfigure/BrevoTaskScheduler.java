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

package io.github.brevoconversations.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.autoconfigure.task.DefaultTaskSchedulerConfiguration;
import org.springframework.scheduling.TaskScheduler;

/**
 * The scheduler that heartbeats run on.
 */
final class BrevoTaskScheduler {

	private BrevoTaskScheduler() {
	}

	static TaskScheduler get(BeanFactory beanFactory, ObjectProvider<TaskScheduler> taskScheduler) {
		String name = DefaultTaskSchedulerConfiguration.DEFAULT_TASK_SCHEDULER_BEAN_NAME;
		return beanFactory.containsBean(name) ? beanFactory.getBean(name, TaskScheduler.class)
				: taskScheduler.getObject();
	}

	/**
	 * An application that has one scheduler gets no second one, which would make its own
	 * ambiguous.
	 */
	static class Missing extends NoneNestedConditions {

		Missing() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnSingleCandidate(TaskScheduler.class)
		static class SingleScheduler {

		}

	}

}
