package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.orphans.PutAttempt;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a checkpoint takes for each object that was released, with ids as put operators make them.
 */
class MarkSizeTest {
  private static final int WRITERS = 8;
  private static final int OBJECTS_OF_EACH = 250;

  /** A long way into a job, whose tasks have failed before. */
  private static final long FIRST_NUMBER = 3_000_000_000L;

  private static final long CHECKPOINT = 100_000;
  private static final int MEBI = 1 << 20;

  /** Those of several put tasks, as they arrive after a shuffle. */
  private static List<String> ids(String placement) {
    List<String> prefixes = new ArrayList<>();
    JobID job = new JobID();
    UUID run = UUID.randomUUID();
    OperatorID operator = new OperatorID();
    for (int subtask = 0; subtask < WRITERS; subtask++) {
      prefixes.add(
          PutAttempt.begin(
                  job,
                  run,
                  operator.toString(),
                  new TaskInfoImpl("put", WRITERS, subtask, WRITERS, 20),
                  OptionalLong.of(CHECKPOINT))
              .prefix());
    }
    List<String> ids = new ArrayList<>();
    for (long number = FIRST_NUMBER; number < FIRST_NUMBER + OBJECTS_OF_EACH; number++) {
      for (String prefix : prefixes) {
        ids.add(prefix + Long.toString(number, Character.MAX_RADIX) + placement);
      }
    }
    return ids;
  }

  private static long stateWith(StoreAddress store, List<String> ids) throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    var task =
        new OneInputStreamOperatorTestHarness<>(
            new DiscardOperatorFactory<Proxy<String>, String>(
                proxy -> proxy, ProxyDiscardOptions.defaults()),
            ProxyTypeInfo.forValues(String.class).createSerializer(config));
    task.setup(Types.VOID.createSerializer(config));
    CheckpointedTask.withCheckpoints(task);
    task.open();
    for (String id : ids) {
      Key key = new Key(id, new Descriptor("utf8", MEBI, OptionalInt.of(1)));
      task.processElement(Proxy.of(new StoreFactory<>(store, key, OnResolve.EVICT)), 1);
    }
    long bytes = task.snapshot(1, 1).getStateSize();
    task.close();
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "redis://redis-master-0.redis-headless.flink.svc.cluster.local:6379/2/frames, ''",
    "hazelcast:embedded/frames?instance=grid, ~3f",
    "file:///var/lib/flink/proxystore/job/frames, ''"
  })
  void eachObjectTakesUpTo64Bytes(String store, String placement) throws Exception {
    StoreAddress address = StoreAddress.parse(store);
    List<String> ids = ids(placement);
    long bytes = stateWith(address, ids) - stateWith(address, List.of());
    assertThat(bytes / (double) ids.size()).isBetween(1.0, 64.0);
  }
}
