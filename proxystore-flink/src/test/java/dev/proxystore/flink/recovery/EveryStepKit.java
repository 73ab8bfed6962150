package dev.proxystore.flink.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Timeout;

/**
 * A job whose tasks fail, one attempt after the other, at one step of an object's life: each record
 * comes out once, no object was missing, and none is left.
 */
@Timeout(60)
abstract class EveryStepKit {
  private static final int RECORDS = 200;
  private static final int FAILURES = 2;

  /** Where this job's objects are, and no others. */
  abstract StoreConfig store();

  private List<String> left() {
    List<String> ids = new ArrayList<>();
    try (Store open = Store.fromConfig(store())) {
      open.list("", ids::add);
    }
    return ids;
  }

  final void assertEachRecordOnceAndNothingLeft(Step step, Shape shape) throws Exception {
    Step.planFailures(FAILURES);
    DataStream<Proxy<String>> proxies = put(step, shape, ProxyPutOptions.defaults());
    DataStream<String> texts = used(step, shape, proxies, shape.options());
    assertEachText(1, Jobs.results(texts));
  }

  /** The same with two consumers, of which the last to release an object removes it. */
  final void assertEachRecordOnceForEachConsumerAndNothingLeft(Step step, Shape shape)
      throws Exception {
    Step.planFailures(FAILURES);
    DataStream<Proxy<String>> proxies = put(step, shape, ProxyPutOptions.defaults().setFanOut(2));
    DataStream<String> first = used(step, shape, proxies, shape.options().setConsumer("first"));
    DataStream<String> second = used(step, shape, proxies, shape.options().setConsumer("second"));
    assertEachText(2, Jobs.results(first.union(second)));
  }

  private void assertEachText(int times, List<String> texts) {
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, times * RECORDS).mapToObj(i -> "text " + i % RECORDS).toList());
    assertThat(Step.failuresLeft()).isZero();
    await().untilAsserted(() -> assertThat(left()).isEmpty());
  }

  private DataStream<Proxy<String>> put(Step step, Shape shape, ProxyPutOptions options) {
    return ProxyStreams.put(
        Jobs.paced(shape.environment(), RECORDS, i -> i, Types.LONG),
        store(),
        options,
        new PutThatFails(step, RECORDS),
        Types.STRING,
        ProxyTypeInfo.forValues(String.class).withStore(store().address()));
  }

  private static DataStream<String> used(
      Step step, Shape shape, DataStream<Proxy<String>> proxies, ProxyResolveOptions options) {
    return ProxyStreams.resolve(
        shape.dispatched(proxies), proxy -> proxy, new UseThatFails(step), Types.STRING, options);
  }
}
