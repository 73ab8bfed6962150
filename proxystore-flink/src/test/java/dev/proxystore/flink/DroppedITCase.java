package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Late data, what a window does not choose, and state that expires: all of it is discarded. */
@Timeout(60)
class DroppedITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final Map<String, Integer> DROPPED = new ConcurrentHashMap<>();
  private static final int RECORDS = 300;
  private static final int LATE_BY = 100;

  private final TestStore server = TestStore.start();
  private final ProxyTypeInfo<String> type =
      ProxyTypeInfo.forValues(String.class).withStore(server.address());

  @AfterEach
  void close() {
    server.close();
  }

  /** Every tenth comes late, once that is possible. */
  private static long time(long number) {
    return number % 10 == 0 && number > LATE_BY ? number - LATE_BY : number;
  }

  private static WatermarkGenerator<Long> eachItsOwn() {
    return new WatermarkGenerator<>() {
      @Override
      public void onEvent(Long number, long timestamp, WatermarkOutput output) {
        output.emitWatermark(new Watermark(number));
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {}
    };
  }

  private DataStream<Proxy<String>> proxies() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    environment.enableCheckpointing(20);
    DataStream<String> texts =
        Jobs.paced(environment, RECORDS, number -> number, Types.LONG)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Long>forGenerator(context -> eachItsOwn())
                    .withTimestampAssigner((number, before) -> time(number)))
            .setParallelism(1)
            .map(number -> "text " + number)
            .setParallelism(1);
    return ProxyStreams.put(texts, server.config());
  }

  /** Chooses the first of each window. */
  private static final class First
      extends ProcessWindowFunction<Proxy<String>, Proxy<String>, String, TimeWindow> {
    private static final long serialVersionUID = 1L;
    private final OutputTag<Proxy<String>> rest;

    First(OutputTag<Proxy<String>> rest) {
      this.rest = rest;
    }

    @Override
    public void process(
        String key,
        ProcessWindowFunction<Proxy<String>, Proxy<String>, String, TimeWindow>.Context context,
        Iterable<Proxy<String>> proxies,
        Collector<Proxy<String>> out) {
      boolean first = true;
      for (Proxy<String> each : proxies) {
        if (first) {
          out.collect(each);
        } else {
          context.output(rest, each);
        }
        first = false;
      }
    }
  }

  /** Keeps each for a while; then half of them are not wanted any more. */
  private static final class Expiring
      extends KeyedProcessFunction<String, Proxy<String>, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final ProxyTypeInfo<String> type;
    private final OutputTag<Proxy<String>> expired;
    private transient ValueState<Proxy<String>> kept;

    Expiring(ProxyTypeInfo<String> type, OutputTag<Proxy<String>> expired) {
      this.type = type;
      this.expired = expired;
    }

    @Override
    public void open(OpenContext context) {
      kept = getRuntimeContext().getState(new ValueStateDescriptor<>("kept", type));
    }

    @Override
    public void processElement(
        Proxy<String> proxy,
        KeyedProcessFunction<String, Proxy<String>, Proxy<String>>.Context context,
        Collector<Proxy<String>> out)
        throws Exception {
      kept.update(proxy);
      context.timerService().registerEventTimeTimer(context.timestamp() + 20);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Proxy<String>> out)
        throws Exception {
      Proxy<String> proxy = kept.value();
      kept.clear();
      if (time % 20 < 10) {
        context.output(expired, proxy);
      } else {
        out.collect(proxy);
      }
    }
  }

  private void discard(String what, DataStream<Proxy<String>> dropped) {
    ProxyStreams.discard(
        dropped
            .map(
                proxy -> {
                  DROPPED.merge(what, 1, Integer::sum);
                  return proxy;
                })
            .returns(type),
        ProxyDiscardOptions.defaults());
  }

  @Test
  void itGoesUnfetched() throws Exception {
    OutputTag<Proxy<String>> late = new OutputTag<>("late", type);
    OutputTag<Proxy<String>> rest = new OutputTag<>("rest", type);
    OutputTag<Proxy<String>> expired = new OutputTag<>("expired", type);
    SingleOutputStreamOperator<Proxy<String>> chosen =
        proxies()
            .keyBy(proxy -> "one", Types.STRING)
            .window(TumblingEventTimeWindows.of(Duration.ofMillis(10)))
            .sideOutputLateData(late)
            .process(new First(rest))
            .returns(type);
    SingleOutputStreamOperator<Proxy<String>> kept =
        chosen
            .keyBy(Proxy::toString, Types.STRING)
            .process(new Expiring(type, expired))
            .returns(type);
    discard("late", chosen.getSideOutput(late));
    discard("rest", chosen.getSideOutput(rest));
    discard("expired", kept.getSideOutput(expired));
    List<Integer> used = results(ProxyStreams.resolve(kept, String::length, Types.INT));

    assertThat(DROPPED.keySet()).containsExactlyInAnyOrder("late", "rest", "expired");
    assertThat(used).isNotEmpty();
    assertThat(used.size() + DROPPED.values().stream().mapToInt(each -> each).sum())
        .isEqualTo(RECORDS);
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(server.gets()).hasSameSizeAs(used);
  }
}
