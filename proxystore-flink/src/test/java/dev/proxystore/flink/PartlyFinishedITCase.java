package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.StoredObjects;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One task of a keyed resolve operator has finished, and the other goes on for long. */
@Timeout(60)
class PartlyFinishedITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int TASKS = 2;
  private static final int MAX_PARALLELISM = 128;
  private static final int RECORDS = 2_000;
  private static final Duration SLOW = Duration.ofMillis(10);
  private static final Set<String> COMPUTED = ConcurrentHashMap.newKeySet();

  private final TestStore server = TestStore.start();
  private final StoredObjects objects = new StoredObjects(server, RECORDS);

  @AfterEach
  void close() {
    server.close();
    COMPUTED.clear();
  }

  /** Gives each record a key of the task that it is in; takes time for those of the second half. */
  private static final class KeyOfTask
      extends RichMapFunction<Long, Tuple2<Integer, Proxy<String>>> {
    private static final long serialVersionUID = 1L;
    private final List<String> addresses;

    KeyOfTask(List<String> addresses) {
      this.addresses = addresses;
    }

    @Override
    public Tuple2<Integer, Proxy<String>> map(Long number) {
      if (number >= RECORDS / 2) {
        LockSupport.parkNanos(SLOW.toNanos());
      }
      int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
      return Tuple2.of(
          keyOf(task), Proxy.fromUri(URI.create(addresses.get(number.intValue())), String.class));
    }

    private static int keyOf(int task) {
      return IntStream.range(0, 1000)
          .filter(
              key ->
                  KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, TASKS)
                      == task)
          .findFirst()
          .orElseThrow();
    }
  }

  private Set<String> idsOfFirstHalf() {
    return objects.addresses().subList(0, RECORDS / 2).stream()
        .map(address -> Proxy.fromUri(URI.create(address), String.class))
        .map(proxy -> ((StoreFactory<?>) proxy.factory()).key().id())
        .collect(Collectors.toSet());
  }

  @Test
  void checkpointsGoOnAndTheOneThatHasFinishedReleasesAll() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(TASKS);
    environment.setMaxParallelism(MAX_PARALLELISM);
    environment.enableCheckpointing(50);
    DataStream<Tuple2<Integer, Proxy<String>>> proxies =
        environment
            .fromSequence(0, RECORDS - 1)
            .map(new KeyOfTask(objects.addresses()))
            .returns(
                Types.TUPLE(
                    Types.INT, ProxyTypeInfo.forValues(String.class).withStore(server.address())));
    ProxyStreams.resolve(
            DataStreamUtils.reinterpretAsKeyedStream(proxies, record -> record.f0),
            record -> record.f1,
            (record, text, out) -> COMPUTED.add(text),
            Types.STRING,
            ProxyResolveOptions.defaults())
        .sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();
    Set<String> firstHalf = idsOfFirstHalf();
    await().until(() -> Collections.disjoint(server.ids(), firstHalf));
    assertThat(COMPUTED).hasSizeLessThan(RECORDS);
    job.cancel().get();
  }
}
