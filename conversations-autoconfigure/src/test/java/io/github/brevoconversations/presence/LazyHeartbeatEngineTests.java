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

package io.github.brevoconversations.presence;

import java.util.List;

import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link LazyHeartbeatEngine}.
 */
class LazyHeartbeatEngineTests extends AbstractHeartbeatTests {

	@Test
	void isNotCreatedUntilAnAgentIsMarked() {
		LazyHeartbeatEngine engine = engine(HeartbeatSettings.defaults(), mock(TaskScheduler.class), true);
		engine.setAccount("sales");
		engine.setPublisher(this.events::add);
		engine.addPingListener(mock(PingListener.class));
		engine.start();
		engine.markedInactive(LIZ);
		assertThat(engine.getIfCreated()).isNull();
		engine.stop();
		engine.markedActive(LIZ);
		assertThat(engine.getIfCreated()).isNull();
	}

	@Test
	void isCreatedAtTheStartForConfiguredAgents() {
		LazyHeartbeatEngine engine = engine(HeartbeatSettings.defaults().withAgents(List.of(LIZ)), this.scheduler,
				true);
		assertThat(engine.getIfCreated()).isNull();
		engine.start();
		assertThat(engine.getIfCreated()).isNotNull();
		engine.stop();
	}

	@Test
	void isCreatedAtTheStartForAgentsThatWereMarkedBefore() {
		LazyHeartbeatEngine engine = engine(HeartbeatSettings.defaults(), this.scheduler, true);
		markActive(LIZ);
		engine.start();
		assertThat(engine.getIfCreated()).isNotNull();
		engine.stop();
	}

	@Test
	void isCreatedAtTheStartIfThePresenceDoesNotNotifyIt() {
		LazyHeartbeatEngine engine = engine(HeartbeatSettings.defaults(), this.scheduler, false);
		engine.start();
		assertThat(engine.getIfCreated()).isNotNull();
		engine.stop();
	}

	@Test
	void hasTheAccountAndListenersSetBeforeAndAfterTheFirstMark() {
		PingListener early = mock(PingListener.class);
		PingListener late = mock(PingListener.class);
		this.heartbeat.setAccount("sales");
		this.heartbeat.addPingListener(early);
		this.heartbeat.start();
		markActive(LIZ);
		this.heartbeat.addPingListener(late);
		this.heartbeat.setAccount("north");
		this.scheduler.advance(seconds(1));
		assertThat(this.pings).containsOnlyKeys(LIZ);
		markActive(TOM);
		this.scheduler.advance(seconds(2));
		verify(early, atLeast(2)).pingBegun(any());
		verify(late, atLeastOnce()).pingBegun(any());
		assertThat(this.events).contains(new AgentOnline("north", TOM));
	}

	@Test
	void isSharedByASpyOfTheHeartbeat() {
		AgentPresenceHeartbeat spied = spy(this.heartbeat);
		spied.start();
		markActive(LIZ);
		this.scheduler.advance(seconds(1));
		assertThat(this.pings).containsOnlyKeys(LIZ);
		assertThat(spied.pings(LIZ)).isNotNull();
		spied.stop();
		assertThat(this.heartbeat.isRunning()).isFalse();
	}

	@Test
	void reportsAnIdleHeartbeatBeforeTheFirstMark() {
		this.heartbeat.start();
		assertThat(this.heartbeat.getScheduledTasks()).isEmpty();
		assertThat(this.heartbeat.pings(LIZ)).isNull();
		assertThat(this.heartbeat.state().condition()).isEqualTo(HeartbeatState.Condition.PINGING);
		assertThat(this.heartbeat.state().activeAgents()).isZero();
		assertThat(this.heartbeat.agentStates().join()).isEmpty();
		verify(this.client, never()).pingAgentOnline(any());
		markActive(LIZ);
		this.scheduler.advance(seconds(1));
		assertThat(this.pings).containsOnlyKeys(LIZ);
	}

	@Test
	void usesTheSchedulerOnlyOnceThereIsWork() {
		TaskScheduler unused = mock(TaskScheduler.class);
		LazyHeartbeatEngine engine = engine(HeartbeatSettings.defaults(), unused, true);
		engine.start();
		engine.stop();
		verifyNoInteractions(unused);
	}

	private LazyHeartbeatEngine engine(HeartbeatSettings settings, TaskScheduler scheduler, boolean toldOfMarks) {
		return new LazyHeartbeatEngine(
				new HeartbeatEngine.Parts(this.client, ((MarkSource) this.presence).getStore(), scheduler, settings,
						this.rateLimit, new VirtualEnvironment(this.scheduler.getClock(), () -> 1), toldOfMarks));
	}

}
