package dev.proxystore.flink.source;

import static dev.proxystore.flink.source.SourceJobs.environment;
import static dev.proxystore.flink.source.SourceJobs.range;
import static dev.proxystore.flink.source.SourceJobs.source;
import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
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

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private static long seen(String topic) {
    return SEEN.stream().filter(each -> each.startsWith(topic)).count();
  }

  /** Frames are sent until a hundred wait, as their time is far ahead of that of the masks. */
  @Test
  void aSplitThatRunsAheadIsPausedAndGoesOnWhenTheOthersHaveCaughtUp() throws Exception {
    SEEN.clear();
    try (TestTopics two = TestTopics.log(1)) {
      TestTopics.Producer frames = two.producer("frames").send(0, 5);
      TestTopics.Producer masks = two.producer("masks").send(0, 5);
      JobClient job = aligned(two).executeAsync();
      await().until(() -> SEEN.size() == 10);
      AtomicInteger sent = new AtomicInteger(5);
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                assertThat(sent.get()).as("sent, of which all were read").isLessThan(5000);
                frames.send(sent.get(), sent.addAndGet(5));
                return sent.get() - seen("frames") > 100;
              });
      masks.send(5, sent.get());
      await().until(() -> SEEN.size() == 2 * sent.get());
      job.cancel().get();
    }
  }

  private static StreamExecutionEnvironment aligned(TestTopics two) {
    StreamExecutionEnvironment environment = environment(1);
    environment.getConfig().setAutoWatermarkInterval(5);
    environment
        .fromSource(
            source(two, "frames", "masks").withMetadata().setMaxFetch(5).build(),
            WatermarkStrategy.<ProxyEvent<String>>forMonotonousTimestamps()
                .withWatermarkAlignment("both", Duration.ofSeconds(60), Duration.ofMillis(5)),
            "events")
        .map(event -> SEEN.add(event.topic() + SourceJobs.number(event)))
        .returns(Types.BOOLEAN)
        .sinkTo(new DiscardingSink<>());
    return environment;
  }
}
