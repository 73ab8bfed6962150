package dev.proxystore.flink.source;

import static dev.proxystore.flink.source.SourceJobs.environment;
import static dev.proxystore.flink.source.SourceJobs.range;
import static dev.proxystore.flink.source.SourceJobs.source;
import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The times of records, and watermarks. */
@Timeout(120)
class EventTimeITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestTopics topics = TestTopics.log(3);

  @AfterEach
  void close() {
    topics.close();
  }

  private ProxySourceBuilder<String, ProxyEvent<String>> builder(String... names) {
    return source(topics, names).withMetadata();
  }

  /** Emits the time of each record, in whole. */
  private static final class Times extends ProcessFunction<ProxyEvent<String>, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        ProxyEvent<String> event,
        ProcessFunction<ProxyEvent<String>, Long>.Context context,
        Collector<Long> out) {
      out.collect(context.timestamp());
    }
  }

  private List<Long> times(ProxySource<ProxyEvent<String>> source) throws Exception {
    return results(
        environment(2)
            .fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "events")
            .process(new Times()));
  }

  @Test
  void aRecordHasTheTimeWhenItsEventWasSent() throws Exception {
    topics.producer("frames").send(0, 20).end();
    assertThat(times(builder("frames").setBounded().build()))
        .containsExactlyInAnyOrderElementsOf(range(0, 20).stream().map(i -> i * 1000L).toList());
  }

  @Test
  void aRecordHasATimeOfItsMetadataIfTheSourceIsTold() throws Exception {
    topics.producer("frames").send(0, 20).end();
    var source =
        builder("frames")
            .setBounded()
            .setEventTimestamps(EventTimestamps.metadata(TestTopics.NUMBER))
            .build();
    assertThat(times(source))
        .containsExactlyInAnyOrderElementsOf(range(0, 20).stream().map(i -> (long) i).toList());
  }

  /** Emits the number of each event when the watermark has reached its time. */
  private static final class WhenItsTimeHasCome
      extends KeyedProcessFunction<Integer, ProxyEvent<String>, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        ProxyEvent<String> event,
        KeyedProcessFunction<Integer, ProxyEvent<String>, Integer>.Context context,
        Collector<Integer> out) {
      context.timerService().registerEventTimeTimer(context.timestamp());
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Integer> out) {
      out.collect((int) (time / 1000));
    }
  }

  @Test
  void anIdlePartitionDoesNotHoldTheWatermarkBack() throws Exception {
    topics.producer("frames").send(0, 5); // a batch, so all are in one of the three partitions
    DataStream<Integer> due =
        environment(3)
            .fromSource(
                builder("frames").build(),
                WatermarkStrategy.<ProxyEvent<String>>forMonotonousTimestamps()
                    .withIdleness(Duration.ofMillis(200)),
                "events")
            .keyBy(event -> 0)
            .process(new WhenItsTimeHasCome())
            .returns(Types.INT);
    assertThat(SourceJobs.first(4, due)).isEqualTo(range(0, 4));
  }

  @Test
  void partitionsThatRunAheadArePausedAndGoOnLater() throws Exception {
    topics.producer("frames").send(0, 300).end();
    topics.producer("masks").send(0, 300).end();
    WatermarkStrategy<ProxyEvent<String>> aligned =
        WatermarkStrategy.<ProxyEvent<String>>forMonotonousTimestamps()
            .withWatermarkAlignment("both", Duration.ofSeconds(1), Duration.ofMillis(5));
    var source = builder("frames", "masks").setBounded().setMaxFetch(5).build();
    List<Integer> numbers =
        results(
            environment(2)
                .fromSource(source, aligned, "events")
                .map(SourceJobs::number)
                .returns(Types.INT));
    assertThat(numbers).hasSize(600).containsAll(range(0, 300));
  }
}
