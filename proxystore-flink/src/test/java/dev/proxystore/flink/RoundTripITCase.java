package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyPutOptions.ValueEncoding;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values go into a store, proxies through a shuffle, and the same values come out. */
@Timeout(60)
class RoundTripITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  /** What the store's serializers write with Kryo. */
  public record Reading(String sensor, double value) {}

  /** What Flink's own serializer writes. */
  public static final class Frame {
    public int number;
    public String camera;

    public Frame() {}

    Frame(int number, String camera) {
      this.number = number;
      this.camera = camera;
    }
  }

  private final TestStore server = TestStore.start();
  private StreamExecutionEnvironment environment;

  @BeforeEach
  void open() {
    environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(server.ids()).isEmpty();
    server.close();
  }

  private static ProxyResolveOptions mode(Mode mode) {
    return ProxyResolveOptions.defaults().setMode(mode);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void bytes(Mode mode) throws Exception {
    var values =
        environment.fromData(
            NUMBERS.stream().map(byte[]::new).toList(),
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    var proxies = ProxyStreams.put(values, server.config());
    var lengths =
        ProxyStreams.resolve(proxies.rebalance(), bytes -> bytes.length, Types.INT, mode(mode));
    assertThat(results(lengths)).containsExactlyInAnyOrderElementsOf(NUMBERS);
    assertThat(server.gets()).hasSize(NUMBERS.size());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void strings(Mode mode) throws Exception {
    List<String> texts = NUMBERS.stream().map(i -> "Größe " + i).toList();
    var proxies = ProxyStreams.put(environment.fromData(texts, Types.STRING), server.config());
    assertThat(results(ProxyStreams.resolve(proxies.rebalance(), Types.STRING, mode(mode))))
        .containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void recordsThatTheStoreAllows() throws Exception {
    StoreConfig config = Store.builder(server.config()).allow(Reading.class).toConfig();
    TypeInformation<Reading> type = TypeInformation.of(Reading.class);
    List<Reading> readings = NUMBERS.stream().map(i -> new Reading("s" + i, i / 2.0)).toList();
    var proxies = ProxyStreams.put(environment.fromData(readings, type), config);
    var options = ProxyResolveOptions.defaults().setStores(config);
    assertThat(results(ProxyStreams.resolve(proxies.rebalance(), type, options)))
        .containsExactlyInAnyOrderElementsOf(readings);
  }

  @Test
  void pojosThatFlinkWrites() throws Exception {
    var type = TypeInformation.of(Frame.class);
    List<Frame> frames = NUMBERS.stream().map(i -> new Frame(i, "front")).toList();
    var proxies =
        ProxyStreams.put(
            environment.fromData(frames, type),
            server.config(),
            ProxyPutOptions.defaults().setEncoding(ValueEncoding.FLINK));
    var numbers = ProxyStreams.resolve(proxies.rebalance(), frame -> frame.number, Types.INT);
    assertThat(results(numbers)).containsExactlyInAnyOrderElementsOf(NUMBERS);
  }

  @Test
  void pojosThatFlinkWritesBehindProxiesInTuples() throws Exception {
    var type = TypeInformation.of(Frame.class);
    TypeInformation<Tuple2<Integer, Proxy<Frame>>> labelled =
        Types.TUPLE(Types.INT, ProxyTypeInfo.forValues(type).withStore(server.address()));
    PutFunction<Integer, Frame, Tuple2<Integer, Proxy<Frame>>> function =
        PutFunction.of(i -> new Frame(i, "rear"), Tuple2::of);
    var proxies =
        ProxyStreams.put(
            environment.fromData(NUMBERS, Types.INT),
            server.config(),
            ProxyPutOptions.defaults().setEncoding(ValueEncoding.FLINK),
            function,
            type,
            labelled);
    var sums =
        ProxyStreams.resolve(
            proxies.keyBy(record -> record.f0 % 3),
            record -> record.f1,
            (record, frame, out) -> out.collect(record.f0 - frame.number),
            type,
            Types.INT,
            ProxyResolveOptions.defaults());
    assertThat(results(sums)).hasSize(NUMBERS.size()).containsOnly(0);
  }

  @Test
  void richFunctionsAreOpened() throws Exception {
    var proxies =
        ProxyStreams.put(environment.fromData(List.of("value"), Types.STRING), server.config());
    var subtasks = ProxyStreams.resolve(proxies.rebalance(), new Parallelism(), Types.INT);
    assertThat(results(subtasks)).containsExactly(2);
  }

  private static final class Parallelism extends RichMapFunction<String, Integer> {
    private static final long serialVersionUID = 1L;
    private int parallelism;

    @Override
    public void open(OpenContext context) {
      parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    }

    @Override
    public Integer map(String value) {
      return parallelism;
    }
  }
}
