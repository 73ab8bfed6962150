package dev.proxystore.flink.operators;

import static org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness.repackageState;
import static org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness.repartitionOperatorState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.testutils.Mailboxes;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an object goes that several operators use. */
class FanOutReleaseTest extends CheckpointedTask {
  private static final ProxyResolveOptions FIRST = OPTIONS.setConsumer("first");
  private static final ProxyResolveOptions SECOND = OPTIONS.setConsumer("second");
  private static final ProxyResolveOptions ALL =
      OPTIONS.setConsumer("all").setInput(Input.BROADCAST);
  private static final int KEY_GROUPS = 128;

  private Proxy<String> putFor(int consumers) {
    return store.proxy("value", PutOptions.defaults().withFanOut(consumers));
  }

  private static void use(
      OneInputStreamOperatorTestHarness<Proxy<String>, String> task, Proxy<String> proxy)
      throws Exception {
    int before = task.getOutput().size();
    task.processElement(proxy, 1);
    Mailboxes.workUntil(task, () -> task.getOutput().size() > before);
  }

  private static void complete(OneInputStreamOperatorTestHarness<?, ?> task, long checkpoint)
      throws Exception {
    task.snapshot(checkpoint, checkpoint);
    task.notifyOfCompletedCheckpoint(checkpoint);
  }

  private TypeSerializer<Proxy<String>> proxies() {
    return ProxyTypeInfo.forValues(String.class)
        .withStore(server.address())
        .createSerializer(new SerializerConfigImpl());
  }

  /** One of several instances, which goes on where others were if a state is given. */
  private OneInputStreamOperatorTestHarness<Proxy<String>, String> instance(
      ProxyResolveOptions options, int index, int parallelism, OperatorSubtaskState... state)
      throws Exception {
    MockEnvironment environment =
        new MockEnvironmentBuilder()
            .setMaxParallelism(KEY_GROUPS)
            .setParallelism(parallelism)
            .setSubtaskIndex(index)
            .build();
    OneInputStreamOperatorTestHarness<Proxy<String>, String> task =
        new OneInputStreamOperatorTestHarness<>(
            new ResolveOperatorFactory<>(
                identity(),
                proxy -> proxy,
                options,
                Types.STRING.createSerializer(new SerializerConfigImpl())),
            proxies(),
            environment);
    task.setup(StringSerializer.INSTANCE);
    withCheckpoints(task);
    if (state.length == 1) {
      task.setRestoredCheckpointId(7);
      task.initializeState(state[0]);
    }
    task.open();
    return closing(task);
  }

  private void awaitReleasedBy(Proxy<?> proxy, String... consumers) {
    await()
        .untilAsserted(
            () -> assertThat(server.releasedBy().get(id(proxy))).containsOnly(consumers));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anObjectGoesWhenACheckpointHoldsTheReleaseOfEachConsumer(Mode mode) throws Exception {
    Proxy<String> proxy = putFor(2);
    var first = start(FIRST.setMode(mode));
    var second = start(SECOND.setMode(mode));
    use(first, proxy);
    use(second, proxy);
    complete(first, 1);
    awaitReleasedBy(proxy, "first");
    assertThat(server.ids()).hasSize(1);
    complete(second, 1);
    awaitObjects(0);
    assertThat(server.releasedBy()).isEmpty();
  }

  @Test
  void aReleaseThatIsReplayedAfterARestoreCountsOnce() throws Exception {
    Proxy<String> proxy = putFor(2);
    var task = start(FIRST);
    use(task, proxy);
    OperatorSubtaskState state = task.snapshot(1, 1);
    task.notifyOfCompletedCheckpoint(1);
    awaitReleasedBy(proxy, "first");
    abandon(task);
    var again = start(FIRST, state);
    use(again, proxy);
    finish(again, 2);
    again.close();
    assertThat(server.ids()).hasSize(1);
    assertThat(server.releasedBy().get(id(proxy))).containsOnly("first");
  }

  /** As many as there are kinds of release: Flink ends a TaskManager that takes too long. */
  @Test
  void aTaskThatIsClosedWaitsForAStoreThatHangsOnceHoweverManyKindsOfReleaseThereAre()
      throws Exception {
    server.evictionGate().shut();
    var task = start(FIRST);
    for (int consumers = 2; consumers < 6; consumers++) {
      use(task, putFor(consumers));
    }
    complete(task, 1);
    long start = System.nanoTime();
    abandon(task);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void aMarkThatComesAfterTheObjectIsGoneLeavesNothing() throws Exception {
    Proxy<String> proxy = putFor(2);
    var first = start(FIRST);
    use(first, proxy);
    OperatorSubtaskState state = first.snapshot(1, 1);
    first.notifyOfCompletedCheckpoint(1);
    awaitReleasedBy(proxy, "first");
    abandon(first);
    var second = start(SECOND);
    use(second, proxy);
    complete(second, 1);
    awaitObjects(0);
    var again = start(FIRST, state);
    finish(again, 2);
    again.close();
    assertThat(server.releasedBy()).isEmpty();
  }

  @Test
  void theNameOfAConsumerIsByDefaultThatOfItsOperatorAndAMarkKeepsIt() throws Exception {
    Proxy<String> proxy = putFor(2);
    var task = start(OPTIONS);
    use(task, proxy);
    String operator = task.getOperator().getOperatorID().toString();
    OperatorSubtaskState state = task.snapshot(1, 1);
    abandon(task);
    complete(start(SECOND, state), 2);
    awaitReleasedBy(proxy, operator);
  }

  @Test
  void withoutCheckpointsAConsumerReleasesAtOnce() throws Exception {
    Proxy<String> proxy = putFor(2);
    use(open(FIRST), proxy);
    awaitReleasedBy(proxy, "first");
    use(open(SECOND.setRelease(Release.EVICT)), proxy);
    awaitObjects(0);
  }

  @Test
  void whatAConsumerDiscardsIsReleasedForIt() throws Exception {
    Proxy<String> proxy = putFor(2);
    OneInputStreamOperatorTestHarness<Proxy<String>, Void> discard =
        closing(
            new OneInputStreamOperatorTestHarness<>(
                new DiscardOperatorFactory<Proxy<String>, String>(
                    each -> each, ProxyDiscardOptions.defaults().setConsumer("first")),
                proxies()));
    discard.open();
    discard.processElement(proxy, 1);
    awaitReleasedBy(proxy, "first");
    use(open(FIRST), proxy);
    use(open(SECOND), proxy);
    awaitObjects(0);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void instancesThatAreGivenAllRecordsAreOneConsumerTogether(Mode mode) throws Exception {
    Proxy<String> proxy = putFor(2);
    Proxy<String> ofThemAlone = store.proxy("alone", PutOptions.evictOnResolve());
    for (int index = 0; index < 3; index++) {
      var task = instance(ALL.setMode(mode), index, 3);
      use(task, proxy);
      use(task, ofThemAlone);
      assertThat(server.ids()).contains(id(proxy), id(ofThemAlone));
      complete(task, 1);
      task.close();
    }
    awaitReleasedBy(proxy, "all#0of3", "all#1of3", "all#2of3");
    assertThat(server.ids()).contains(id(proxy)).doesNotContain(id(ofThemAlone));
    use(open(SECOND), proxy);
    await().untilAsserted(() -> assertThat(server.ids()).doesNotContain(id(proxy)));
  }

  @Test
  void afterRescalingAnyInstanceReleasesForTheOneThatMadeTheMark() throws Exception {
    Proxy<String> proxy = putFor(2);
    use(open(SECOND), proxy);
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      var task = instance(ALL, index, 2);
      use(task, proxy);
      states.add(task.snapshot(1, 1));
      abandon(task);
    }
    var only = instance(ALL, 0, 1, merged(states));
    complete(only, 2);
    awaitObjects(0);
    assertThat(server.releasedBy()).isEmpty();
  }

  @Test
  void afterRescalingRecordsInFlightAreReleasedForTheInstanceThatHadThem() throws Exception {
    Proxy<String> proxy = putFor(2);
    use(open(SECOND), proxy);
    server.getGate().shut();
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      var task = instance(ALL, index, 2);
      task.processElement(proxy, 1);
      states.add(task.snapshot(1, 1));
      abandon(task);
    }
    server.getGate().open();
    var only = instance(ALL, 0, 1, merged(states));
    Mailboxes.workUntil(only, () -> only.getOutput().size() == 2);
    complete(only, 2);
    awaitObjects(0);
    assertThat(server.releasedBy()).isEmpty();
  }

  private static OperatorSubtaskState merged(List<OperatorSubtaskState> two) throws Exception {
    return repartitionOperatorState(repackageState(two.get(0), two.get(1)), KEY_GROUPS, 2, 1, 0);
  }

  @Test
  void aMarkOfAConsumerTakesUpTo64BytesOfState() throws Exception {
    int objects = 1_000;
    long empty = start(FIRST).snapshot(1, 1).getStateSize();
    var task = start(FIRST);
    for (int i = 0; i < objects; i++) {
      use(task, putFor(2));
    }
    assertThat((task.snapshot(1, 1).getStateSize() - empty) / objects).isBetween(1L, 64L);
  }
}
