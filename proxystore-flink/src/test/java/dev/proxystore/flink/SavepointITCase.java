package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keyed state holds proxies; a savepoint holds them too, and a job restored from it has them. */
@Timeout(120)
class SavepointITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int KEYS = 4;

  private final TestStore server = TestStore.start();
  private final TypeInformation<Tuple2<Integer, Proxy<String>>> type =
      Types.TUPLE(Types.INT, ProxyTypeInfo.forValues(String.class).withStore(server.address()));

  @AfterEach
  void close() {
    server.close();
  }

  /** Emits, for each record, the first proxy that its key ever had. */
  private static final class FirstOfKey
      extends KeyedProcessFunction<
          Integer, Tuple2<Integer, Proxy<String>>, Tuple2<Integer, Proxy<String>>> {
    private static final long serialVersionUID = 1L;
    private final TypeInformation<Tuple2<Integer, Proxy<String>>> type;
    private transient ValueState<Tuple2<Integer, Proxy<String>>> first;

    FirstOfKey(TypeInformation<Tuple2<Integer, Proxy<String>>> type) {
      this.type = type;
    }

    @Override
    public void open(OpenContext context) {
      first = getRuntimeContext().getState(new ValueStateDescriptor<>("first", type));
    }

    @Override
    public void processElement(
        Tuple2<Integer, Proxy<String>> record,
        Context context,
        Collector<Tuple2<Integer, Proxy<String>>> out)
        throws Exception {
      if (first.value() == null) {
        first.update(record);
      }
      out.collect(first.value());
    }
  }

  private SingleOutputStreamOperator<Tuple2<Integer, Proxy<String>>> job(
      StreamExecutionEnvironment environment) {
    environment.setParallelism(2);
    environment.enableCheckpointing(50);
    PutFunction<Long, String, Tuple2<Integer, Proxy<String>>> function =
        PutFunction.of(i -> "text " + i, (i, proxy) -> Tuple2.of((int) (i % KEYS), proxy));
    return ProxyStreams.put(
            Jobs.endless(environment, i -> i, Types.LONG),
            server.config(),
            ProxyPutOptions.defaults(),
            function,
            Types.STRING,
            type)
        .uid("put")
        .keyBy(record -> record.f0)
        .process(new FirstOfKey(type))
        .returns(type)
        .uid("first");
  }

  private String stopWithSavepoint(Path folder) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    job(environment).sinkTo(new DiscardingSink<>()).uid("discard");
    JobClient client = environment.executeAsync();
    await().until(() -> server.ids().size() > 20 * KEYS);
    return client
        .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  @Test
  void stateAndSavepointsNeverFetchAndARestoredJobResolvesWhatTheyHold(@TempDir Path folder)
      throws Exception {
    String savepoint = stopWithSavepoint(folder);
    assertThat(server.gets()).isEmpty();

    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    var texts =
        ProxyStreams.resolve(
            job(StreamExecutionEnvironment.getExecutionEnvironment(configuration)),
            record -> record.f1,
            (record, text, out) -> out.collect(text),
            Types.STRING,
            ProxyResolveOptions.defaults().setRelease(Release.KEEP));
    Set<String> resolved = firstDifferent(texts);
    assertThat(resolved).containsExactlyInAnyOrder("text 0", "text 1", "text 2", "text 3");
  }

  /** As many different results as there are keys. */
  private static Set<String> firstDifferent(DataStream<String> texts) throws Exception {
    Set<String> different = new HashSet<>();
    CloseableIterator<String> results = texts.executeAndCollect();
    try {
      while (different.size() < KEYS) {
        different.add(results.next());
      }
    } finally {
      results.close();
    }
    return different;
  }
}
