package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.flink.testutils.TestTopics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a cluster's reporters see of a job from topic to topic. */
@Timeout(60)
class MetricsITCase {
  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  private static final List<String> OF_FLIP_33 =
      List.of(
          "numRecordsIn",
          "numRecordsInErrors",
          "numBytesIn",
          "pendingRecords",
          "currentEmitEventTimeLag",
          "sourceIdleTime",
          "unassignedSplits",
          "numRecordsSend",
          "numBytesSend",
          "numRecordsSendErrors",
          "numRecordsOutErrors",
          "currentSendTime",
          "successfulCommittables");

  private final TestTopics topics = TestTopics.log(2);

  @AfterEach
  void close() {
    topics.close();
  }

  private JobID pass(String topic, DeliveryGuarantee guarantee) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    environment.enableCheckpointing(50);
    ProxySource<ProxyEvent<String>> source =
        ProxySource.<String>builder()
            .setBroker(topics.address())
            .setTopics(topic)
            .withMetadata()
            .setBounded()
            .build();
    ProxySink<ProxyEvent<String>> sink =
        ProxySink.<ProxyEvent<String>>builder()
            .setBroker(topics.address())
            .setTopic("out")
            .setProxyExtractor(ProxyEvent::proxy)
            .setDeliveryGuarantee(guarantee)
            .build();
    environment
        .fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "in")
        .sinkTo(sink)
        .name("out");
    JobExecutionResult result = environment.execute("pass");
    return result.getJobID();
  }

  private static Map<String, Metric> metrics(JobID job, String name) {
    return REPORTER.findMetrics(job, ".*\\." + name);
  }

  private static long sum(JobID job, String name) {
    return metrics(job, name).entrySet().stream()
        .filter(each -> each.getKey().contains("out: Writer"))
        .mapToLong(each -> ((Counter) each.getValue()).getCount())
        .sum();
  }

  @Test
  void sourceAndSinkReportByTheNamesOfFlip33() throws Exception {
    topics.producer("frames").send(0, 100).end();
    JobID job = pass("frames", DeliveryGuarantee.AT_LEAST_ONCE);
    assertThat(OF_FLIP_33).allSatisfy(name -> assertThat(metrics(job, name)).isNotEmpty());
    assertThat(sum(job, "numRecordsSend")).isEqualTo(100);
    assertThat(sum(job, "numBytesSend")).isBetween(100 * 60L, 100 * 160L);
    assertThat(sum(job, "numRecordsSendErrors")).isZero();
    assertThat(metrics(job, "currentSendTime").values())
        .allSatisfy(each -> assertThat((Long) ((Gauge<?>) each).getValue()).isNotNegative());
    assertThat(metrics(job, "pendingRecords").values())
        .allSatisfy(each -> assertThat((Long) ((Gauge<?>) each).getValue()).isNotNegative());
  }

  private static Set<String> names(JobID job) {
    return REPORTER.getMetricsByIdentifiers(job).keySet().stream()
        .map(each -> each.replaceAll("[0-9a-f-]{32,36}", "ID").replace("two/", "one/"))
        .filter(each -> each.matches(".*\\.(Source: in|out: Writer|out: Committer)\\.[0-9]+\\..*"))
        .filter(each -> !each.endsWith("watermarkLag")) // comes with the first watermark, if any
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void metricsAreAsManyForAHundredKeysAndProducersAsForOne() throws Exception {
    topics.producer("one").send(0, 1).end();
    topics.producer("one").end();
    for (int i = 0; i < 20; i++) {
      topics.producer("two").send(5 * i, 5 * i + 5).end();
    }
    JobID one = pass("one", DeliveryGuarantee.EXACTLY_ONCE);
    JobID many = pass("two", DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(names(many)).isEqualTo(names(one));
  }
}
