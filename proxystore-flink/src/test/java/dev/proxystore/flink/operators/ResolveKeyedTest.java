package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keyed streams: the function's state is that of the record's key. */
class ResolveKeyedTest extends ResolveTask {
  private static final int KEY_GROUPS = 16;
  private static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();

  /** Emits each value with how many its key has had. */
  private static final class Count extends AbstractRichFunction
      implements ResolveFunction<Tuple2<String, Proxy<String>>, String, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Integer> counts;

    @Override
    public void open(OpenContext context) {
      counts = getRuntimeContext().getState(new ValueStateDescriptor<>("counts", Types.INT));
    }

    @Override
    public void process(Tuple2<String, Proxy<String>> record, String value, Collector<String> out)
        throws Exception {
      int count = counts.value() == null ? 1 : counts.value() + 1;
      counts.update(count);
      out.collect(record.f0 + value + count);
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Tuple2<String, Proxy<String>>, String>
      task(ProxyResolveOptions options, int parallelism, int index) throws Exception {
    TypeInformation<Tuple2<String, Proxy<String>>> type =
        Types.TUPLE(Types.STRING, ProxyTypeInfo.forValues(String.class));
    var task =
        closing(
            new KeyedOneInputStreamOperatorTestHarness<>(
                new ResolveOperatorFactory<>(
                    new Count(), record -> record.f1, options, StringSerializer.INSTANCE),
                (Tuple2<String, Proxy<String>> record) -> record.f0,
                Types.STRING,
                KEY_GROUPS,
                parallelism,
                index));
    task.getStreamConfig().setupNetworkInputs(type.createSerializer(new SerializerConfigImpl()));
    task.getStreamConfig().serializeAllConfigs();
    task.setup(StringSerializer.INSTANCE);
    return task;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theFunctionSeesTheStateOfItsRecordsKey(Mode mode) throws Exception {
    var task = task(OPTIONS.setMode(mode), 1, 0);
    task.open();
    for (String key : List.of("a", "b", "a", "c", "a", "b")) {
      task.processElement(Tuple2.of(key, put("-")), 1);
    }
    task.endInput();
    assertThat(task.extractOutputValues())
        .containsExactlyInAnyOrder("a-1", "b-1", "a-2", "c-1", "a-3", "b-2");
  }

  @Test
  void recordsInFlightGoWhereTheirKeysGoWhenTheParallelismChanges() throws Exception {
    List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    var one = task(OPTIONS, 1, 0);
    one.open();
    server.getGate().shut();
    for (String key : keys) {
      one.processElement(Tuple2.of(key, put("-")), 1);
    }
    OperatorSubtaskState state = one.snapshot(1, 1);
    server.getGate().open();

    List<String> emitted = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      var task = task(OPTIONS, 3, index);
      task.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, KEY_GROUPS, 1, 3, index));
      task.open();
      task.endInput();
      assertThat(task.extractOutputValues()).hasSizeLessThan(keys.size());
      emitted.addAll(task.extractOutputValues());
    }
    assertThat(emitted)
        .containsExactlyInAnyOrderElementsOf(keys.stream().map(key -> key + "-1").toList());
  }
}
