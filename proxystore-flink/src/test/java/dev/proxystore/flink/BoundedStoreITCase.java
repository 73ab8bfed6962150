package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A bound on the bytes that a stream leaves in its store. A stream that is held back for ever does
 * not mind being interrupted, hence the thread.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class BoundedStoreITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int OBJECTS = 300;
  private static final int OBJECT_BYTES = 100;
  private static final int BOUND = 10 * OBJECT_BYTES - 1;

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  private DataStream<Proxy<byte[]>> proxies() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    List<byte[]> values = Collections.nCopies(OBJECTS, new byte[OBJECT_BYTES]);
    return ProxyStreams.put(
        environment.fromData(values, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO),
        server.config(),
        ProxyPutOptions.defaults().setMaxLiveBytes(new MemorySize(BOUND)));
  }

  private void assertResolvedWithinTheBound(DataStream<Proxy<byte[]>> proxies) throws Exception {
    var lengths = ProxyStreams.resolve(proxies, bytes -> bytes.length, Types.INT);
    assertThat(results(lengths)).hasSize(OBJECTS).containsOnly(OBJECT_BYTES);
    assertThat(server.ids()).isEmpty();
    assertThat(server.mostBytes()).isBetween((long) OBJECT_BYTES, (long) BOUND + OBJECT_BYTES);
  }

  @Test
  void aStreamWhoseObjectsAreReleasedByCheckpointsComesToItsEnd() throws Exception {
    DataStream<Proxy<byte[]>> proxies = proxies();
    proxies.getExecutionEnvironment().enableCheckpointing(50);
    var lengths = ProxyStreams.resolve(proxies, bytes -> bytes.length, Types.INT);
    assertThat(results(lengths)).hasSize(OBJECTS).containsOnly(OBJECT_BYTES);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void barriersThatWaitBehindManyRecordsPassTooSoThatAStreamComesToItsEnd() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    environment.enableCheckpointing(500);
    environment.getCheckpointConfig().setCheckpointTimeout(5_000);
    DataStream<Proxy<String>> proxies =
        ProxyStreams.put(
            environment.fromSequence(1, OBJECTS).map(i -> "text " + i).rebalance(),
            server.config(),
            ProxyPutOptions.defaults().setMaxLiveBytes(new MemorySize(BOUND)));
    assertThat(results(ProxyStreams.resolve(proxies, String::length, Types.INT))).hasSize(OBJECTS);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void theStoreNeverHoldsMoreThanTheBoundAndOneObject() throws Exception {
    assertResolvedWithinTheBound(proxies().rebalance());
  }

  @Test
  void aBoundWithBuffersThatNobodyFlushesIsRefused() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setBufferTimeout(-1);
    ProxyPutOptions bounded = ProxyPutOptions.defaults().setMaxLiveBytes(new MemorySize(BOUND));
    DataStream<String> texts = environment.fromData("a", "b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyStreams.put(texts, server.config(), bounded))
        .withMessageContaining("does not go with a disabled buffer timeout");
  }

  @Test
  void aConsumerChainedToItsProducerStillMakesRoom() throws Exception {
    assertResolvedWithinTheBound(proxies());
  }
}
