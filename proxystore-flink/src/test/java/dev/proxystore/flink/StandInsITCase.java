package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.StandInTypeInfo;
import dev.proxystore.store.OnResolve;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that were written for objects themselves. */
@Timeout(60)
class StandInsITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  @Test
  void functionsTakeObjectsOfWhichReferencesTravelAndOnlyThoseThatAreUsedAreFetched()
      throws Exception {
    Configuration withoutKryo = new Configuration();
    withoutKryo.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(withoutKryo);
    environment.setParallelism(2);
    try (TestStore server = TestStore.start()) {
      DataStream<CharSequence> texts =
          ProxyStreams.put(
                  environment.fromData("one", "three", "five"),
                  server.config(),
                  ProxyPutOptions.defaults().setOnResolve(OnResolve.KEEP))
              .map(proxy -> proxy.as(CharSequence.class))
              .returns(StandInTypeInfo.of(CharSequence.class).withStore(server.address()));
      DataStream<Integer> lengths =
          texts.rebalance().rescale().map(text -> text.length()).returns(Types.INT);
      assertThat(results(lengths)).containsExactlyInAnyOrder(3, 5, 4);
      assertThat(server.gets()).hasSize(3);
    }
  }
}
