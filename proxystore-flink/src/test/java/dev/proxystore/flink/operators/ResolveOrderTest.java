package dev.proxystore.flink.operators;

import static dev.proxystore.flink.testutils.Mailboxes.workOnce;
import static dev.proxystore.flink.testutils.Mailboxes.workUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which order results leave, and with which timestamps and watermarks. */
class ResolveOrderTest extends ResolveTask {
  private final Proxy<String> first = put("first");
  private final Proxy<String> second = put("second");
  private final Proxy<String> third = put("third");

  private static ProxyResolveOptions mode(Mode mode) {
    return ProxyResolveOptions.defaults().setMode(mode);
  }

  @Test
  void orderedResultsLeaveInOrderThoughFetchesEndInAnother() throws Exception {
    server.getGate().shut();
    var task = open(mode(Mode.ORDERED));
    task.processElement(first, 1);
    task.processElement(second, 2);
    task.processElement(third, 3);
    letGo(third);
    workOnce(task);
    letGo(second);
    workOnce(task);
    assertThat(task.extractOutputValues()).isEmpty();
    letGo(first);
    workUntil(task, () -> task.getOutput().size() == 3);
    assertThat(task.extractOutputValues()).containsExactly("first", "second", "third");
  }

  @Test
  void unorderedResultsLeaveAsTheyComeButNeverPassAWatermark() throws Exception {
    server.getGate().shut();
    var task = open(mode(Mode.UNORDERED));
    task.processElement(first, 1);
    task.processElement(second, 2);
    task.processWatermark(2);
    task.processElement(third, 3);
    letGo(third);
    workOnce(task);
    assertThat(task.getOutput()).isEmpty();
    letGo(second);
    workUntil(task, () -> task.getOutput().size() == 1);
    letGo(first);
    workUntil(task, () -> task.getOutput().size() == 4);
    assertThat(task.getOutput())
        .containsExactly(
            new StreamRecord<>("second", 2),
            new StreamRecord<>("first", 1),
            new Watermark(2),
            new StreamRecord<>("third", 3));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void timestampsAndWatermarksAreKept(Mode mode) throws Exception {
    var task = open(mode(mode));
    task.processElement(first, 11);
    task.processWatermark(11);
    task.processElement(new StreamRecord<>(second));
    task.processWatermark(12);
    task.endInput();
    assertThat(task.getOutput())
        .containsExactly(
            new StreamRecord<>("first", 11),
            new Watermark(11),
            new StreamRecord<>("second"),
            new Watermark(12));
  }

  @Test
  void inSynchronousModeTheResultIsThereAtOnce() throws Exception {
    var task = open(mode(Mode.SYNCHRONOUS));
    task.processElement(first, 1);
    assertThat(task.extractOutputValues()).containsExactly("first");
  }
}
