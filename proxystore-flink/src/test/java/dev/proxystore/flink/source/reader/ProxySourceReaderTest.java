package dev.proxystore.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.source.BadEventHandler;
import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.proxy.Proxy;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader, driven by hand. */
@Timeout(60)
class ProxySourceReaderTest {
  private final TestTopics topics = TestTopics.log(1);
  private final MetricListener metrics = new MetricListener();
  private final InternalSourceReaderMetricGroup group =
      InternalSourceReaderMetricGroup.mock(metrics.getMetricGroup());
  private final InternalSourceReaderMetricGroup taskGroup =
      InternalSourceReaderMetricGroup.wrap(
          UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());
  private final TestingReaderOutput<Proxy<String>> output = new TestingReaderOutput<>();
  private SourceReader<Proxy<String>, ProxySourceSplit> reader;

  @BeforeEach
  void open() {
    reader = start(group);
  }

  private SourceReader<Proxy<String>, ProxySourceSplit> start(SourceReaderMetricGroup metrics) {
    SourceReader<Proxy<String>, ProxySourceSplit> started =
        ProxySource.<String>builder()
            .setBroker(topics.address())
            .setTopics("frames")
            .setBadEventHandler(BadEventHandler.skip())
            .setMaxFetch(10)
            .build()
            .createReader(new TestingReaderContext(new Configuration(), metrics));
    started.start();
    return started;
  }

  @AfterEach
  void close() throws Exception {
    reader.close();
    topics.close();
  }

  private void readUntil(int records) {
    await()
        .until(
            () -> {
              reader.pollNext(output);
              return output.getEmittedRecords().size() >= records;
            });
  }

  private long counter(String... name) {
    return metrics.getCounter(name).orElseThrow().getCount();
  }

  @Test
  void itCountsErrorsRepeatsAndWhatIsPending() throws Exception {
    TestTopics.Producer producer = topics.producer("frames").send(0, 5);
    topics.publish("frames", new byte[] {1, 2, 3});
    topics.publish("frames", producer.frame(4, 4));
    producer.send(5, 10);
    reader.addSplits(List.of(ProxySourceSplit.ofLog("frames", 0, "0")));
    readUntil(10);
    assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(1);
    assertThat(counter(ReaderMetrics.GROUP, ReaderMetrics.REPEATS_DROPPED)).isEqualTo(1);
    assertThat(metrics.<Long>getGauge("pendingRecords").orElseThrow().getValue())
        .isBetween(0L, 12L);
  }

  @Test
  void itCountsTheBytesOfTheEvents() throws Exception {
    reader.close();
    reader = start(taskGroup);
    TestTopics.Producer producer = topics.producer("frames").send(0, 10);
    reader.addSplits(List.of(ProxySourceSplit.ofLog("frames", 0, "0")));
    readUntil(10);
    assertThat(taskGroup.getIOMetricGroup().getNumBytesInCounter().getCount())
        .isEqualTo(IntStream.range(0, 10).mapToLong(i -> producer.frame(i, i).length).sum());
  }

  @Test
  void aCheckpointContainsWhatWasEmittedAndNoMore() throws Exception {
    topics.producer("frames").send(0, 100);
    reader.addSplits(List.of(ProxySourceSplit.ofLog("frames", 0, "0")));
    readUntil(1);
    int emitted = output.getEmittedRecords().size();
    List<ProxySourceSplit> splits = reader.snapshotState(1);
    assertThat(splits).extracting(ProxySourceSplit::position).containsExactly("" + emitted);
    assertThat(splits.get(0).producers()).hasSize(1);
  }

  private List<Integer> numbers() {
    List<Proxy<String>> all = output.getEmittedRecords();
    return all.stream()
        .map(
            each ->
                IntStream.range(0, 100)
                    .filter(i -> each.equals(TestTopics.proxy(i)))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  @Test
  void aPausedSplitWaitsAndGoesOnWhereItWas() throws Exception {
    TestTopics.Producer frames = topics.producer("frames");
    TestTopics.Producer masks = topics.producer("masks");
    reader.addSplits(
        List.of(ProxySourceSplit.ofLog("frames", 0, "0"), ProxySourceSplit.ofLog("masks", 0, "0")));
    frames.send(0, 5);
    readUntil(5);
    reader.pauseOrResumeSplits(List.of("frames/0"), List.of());
    masks.send(50, 55);
    readUntil(10);
    masks.send(55, 60);
    readUntil(15);
    frames.send(5, 10);
    masks.send(60, 65);
    readUntil(20);
    assertThat(numbers().subList(5, 20)).isEqualTo(IntStream.range(50, 65).boxed().toList());
    reader.pauseOrResumeSplits(List.of(), List.of("frames/0"));
    readUntil(25);
    assertThat(numbers().subList(20, 25)).containsExactly(5, 6, 7, 8, 9);
  }

  @Test
  void itHoldsReferencesOnly() throws Exception {
    topics.producer("frames").send(0, 10);
    reader.addSplits(List.of(ProxySourceSplit.ofLog("frames", 0, "0")));
    readUntil(10);
    assertThat(output.getEmittedRecords())
        .isEqualTo(IntStream.range(0, 10).mapToObj(TestTopics::proxy).toList())
        .noneMatch(Proxy::isResolved);
  }
}
