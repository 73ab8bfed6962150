package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What moves and keeps proxies never fetches an object. */
@Timeout(60)
class MovingProxiesITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  /** Numbers with proxies of texts, by which the numbers' text is meant. */
  private SingleOutputStreamOperator<Tuple2<Integer, Proxy<String>>> proxies() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    environment.enableCheckpointing(20);
    TypeInformation<Tuple2<Integer, Proxy<String>>> type =
        Types.TUPLE(Types.INT, ProxyTypeInfo.forValues(String.class).withStore(server.address()));
    PutFunction<Integer, String, Tuple2<Integer, Proxy<String>>> function =
        PutFunction.of(i -> "text " + i, Tuple2::of);
    return ProxyStreams.put(
        environment.fromData(NUMBERS, Types.INT),
        server.config(),
        ProxyPutOptions.defaults().setOnResolve(OnResolve.KEEP),
        function,
        Types.STRING,
        type);
  }

  private List<String> resolved(SingleOutputStreamOperator<Tuple2<Integer, Proxy<String>>> records)
      throws Exception {
    return results(
        ProxyStreams.resolve(
            records,
            record -> record.f1,
            (record, text, out) -> out.collect(text),
            Types.STRING,
            ProxyResolveOptions.defaults()));
  }

  @Test
  void filtersShufflesUnionsBroadcastsAndKeysMoveReferencesOnly() throws Exception {
    var all = proxies();
    var even = all.filter(record -> record.f0 % 2 == 0);
    var moved =
        all.rebalance()
            .union(even.broadcast().filter(record -> true))
            .keyBy(record -> record.f1, ProxyTypeInfo.forValues(String.class))
            .map(record -> record.f0)
            .returns(Types.INT);
    assertThat(results(moved)).hasSize(NUMBERS.size() + NUMBERS.size() / 2 * 2);
    assertThat(server.gets()).isEmpty();
    assertThat(server.ids()).hasSize(NUMBERS.size());
  }

  @Test
  void windowsKeepReferencesAndOnlyWhatTheyChooseIsFetched() throws Exception {
    var chosen =
        proxies()
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple2<Integer, Proxy<String>>>forMonotonousTimestamps()
                    .withTimestampAssigner((record, previous) -> record.f0))
            .keyBy(record -> record.f0 % 2)
            .window(TumblingEventTimeWindows.of(Duration.ofMillis(50)))
            .reduce((a, b) -> a.f0 > b.f0 ? a : b);
    assertThat(resolved(chosen))
        .containsExactlyInAnyOrder("text 48", "text 49", "text 98", "text 99");
    assertThat(server.gets()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void objectReuseChangesNothing(boolean reuse) throws Exception {
    var all = proxies();
    if (reuse) {
      all.getExecutionConfig().enableObjectReuse();
    }
    var chained = all.filter(record -> record.f0 >= 0);
    assertThat(resolved(chained))
        .containsExactlyInAnyOrderElementsOf(NUMBERS.stream().map(i -> "text " + i).toList());
    assertThat(server.gets()).hasSize(NUMBERS.size());
  }

  @Test
  void proxiesOfWhichFlinkWasToldNothingTravelAsSafely() throws Exception {
    var undeclared =
        proxies()
            .map(record -> new Parcel(record.f0, record.f1))
            .returns(TypeInformation.of(Parcel.class))
            .rebalance()
            .map(parcel -> parcel.content().isResolved())
            .returns(Types.BOOLEAN);
    assertThat(results(undeclared)).hasSize(NUMBERS.size()).containsOnly(false);
    assertThat(server.gets()).isEmpty();
  }

  /** A record with a proxy of which Flink's type extraction knows nothing. */
  public record Parcel(int number, Proxy<String> content) {}
}
