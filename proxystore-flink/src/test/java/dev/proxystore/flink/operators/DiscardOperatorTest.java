package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What a job drops, and tells us of, goes as if it had been used; nothing is fetched. */
class DiscardOperatorTest extends CheckpointedTask {
  private static final ProxyDiscardOptions DISCARD = ProxyDiscardOptions.defaults();

  private OneInputStreamOperatorTestHarness<Proxy<String>, Void> create(ProxyDiscardOptions options)
      throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    var task =
        closing(
            new OneInputStreamOperatorTestHarness<>(
                new DiscardOperatorFactory<Proxy<String>, String>(proxy -> proxy, options),
                ProxyTypeInfo.forValues(String.class).createSerializer(config)));
    task.setup(Types.VOID.createSerializer(config));
    return task;
  }

  @Test
  void itGoesWithTheNextCheckpointUnfetched() throws Exception {
    var task = create(DISCARD);
    withCheckpoints(task);
    task.open();
    task.processElement(put("value", OnResolve.EVICT), 1);
    task.snapshot(1, 1);
    assertThat(server.ids()).hasSize(1);
    task.notifyOfCompletedCheckpoint(1);
    awaitObjects(0);
    assertThat(server.gets()).isEmpty();
    assertThat(task.getOutput()).isEmpty();
  }

  @Test
  void itGoesAtOnceWithoutCheckpoints() throws Exception {
    var task = create(DISCARD);
    task.open();
    task.processElement(put("value", OnResolve.EVICT), 1);
    awaitObjects(0);
  }

  @Test
  void itGoesOnlyIfItsProxyOrTheOptionsSaySo() throws Exception {
    var task = create(DISCARD);
    task.open();
    task.processElement(put("kept"), 1);
    finish(task, 1);
    assertThat(server.ids()).hasSize(1);

    var evicting = create(DISCARD.setRelease(Release.EVICT));
    evicting.open();
    evicting.processElement(put("evicted"), 1);
    finish(evicting, 1);
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void itGoesAfterARestore() throws Exception {
    var task = create(DISCARD);
    withCheckpoints(task);
    task.open();
    task.processElement(put("value", OnResolve.EVICT), 1);
    var state = task.snapshot(1, 1);

    var restored = create(DISCARD);
    withCheckpoints(restored);
    restored.initializeState(state);
    restored.open();
    finish(restored, 2);
    awaitObjects(0);
  }
}
