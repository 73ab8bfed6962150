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
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the user's function sees and may do. */
class ResolveFunctionTest extends ResolveTask {
  private static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();

  private static final class Rich extends AbstractRichFunction
      implements ResolveFunction<Proxy<String>, String, String> {
    private static final long serialVersionUID = 1L;
    private final transient List<String> calls = new ArrayList<>();

    @Override
    public void open(OpenContext context) {
      calls.add("open in " + getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    @Override
    public void process(Proxy<String> proxy, String value, Collector<String> out) {
      calls.add("process " + value);
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  @Test
  void aRichFunctionIsOpenedWithItsContextAndClosed() throws Exception {
    Rich function = new Rich();
    var task = open(OPTIONS, function);
    task.processElement(put("value"), 1);
    task.endInput();
    task.close();
    assertThat(function.calls).containsExactly("open in 1", "process value", "close");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aFunctionEmitsAnyNumberOfResults(Mode mode) throws Exception {
    var task =
        open(
            OPTIONS.setMode(mode),
            (proxy, value, out) -> value.chars().forEach(c -> out.collect("" + (char) c)));
    task.processElement(put(""), 1);
    task.processElement(put("abc"), 2);
    task.endInput();
    assertThat(task.extractOutputValues()).containsExactly("a", "b", "c");
  }

  @Test
  void withObjectReuseARecordInFlightIsTheOperatorsOwn() throws Exception {
    TypeInformation<Tuple2<String, Proxy<String>>> type =
        Types.TUPLE(Types.STRING, ProxyTypeInfo.forValues(String.class));
    var task =
        closing(
            new OneInputStreamOperatorTestHarness<>(
                new ResolveOperatorFactory<Tuple2<String, Proxy<String>>, String, String>(
                    (record, value, out) -> out.collect(record.f0 + "=" + value),
                    record -> record.f1,
                    OPTIONS,
                    null),
                type.createSerializer(new SerializerConfigImpl())));
    task.setup(StringSerializer.INSTANCE);
    task.getExecutionConfig().enableObjectReuse();
    task.open();
    server.getGate().shut();
    Tuple2<String, Proxy<String>> reused = Tuple2.of("first", put("1"));
    task.processElement(reused, 1);
    reused.setFields("second", put("2"));
    task.processElement(reused, 2);
    server.getGate().open();
    task.endInput();
    assertThat(task.extractOutputValues()).containsExactly("first=1", "second=2");
  }
}
