package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

final class DispatchBySizeTest {

  @Test
  void eachFileGoesToTheWorkerWithTheFewestBytes() {
    DispatchBySize dispatcher = new DispatchBySize(2);
    List<FileTask> tasks = new ArrayList<>();
    for (long size : new long[] {100, 10, 10, 90, 5}) {
      dispatcher.processElement(
          new FileTask(-1, "file:///x", size, "", null), null, new ListCollector<>(tasks));
    }
    assertThat(tasks).extracting(FileTask::worker).containsExactly(0, 1, 1, 1, 0);
    assertThat(tasks).extracting(FileTask::size).containsExactly(100L, 10L, 10L, 90L, 5L);
  }
}
