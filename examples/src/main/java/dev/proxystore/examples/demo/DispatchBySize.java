package dev.proxystore.examples.demo;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives each file to the compute task that has been given the fewest bytes so far. Looks at the
 * size that travels with the proxy and never at the content.
 */
final class DispatchBySize extends ProcessFunction<FileTask, FileTask> {
  private static final long serialVersionUID = 1L;

  private final long[] bytesGiven;

  DispatchBySize(int workers) {
    this.bytesGiven = new long[workers];
  }

  @Override
  public void processElement(FileTask task, Context context, Collector<FileTask> out) {
    int chosen = 0;
    for (int worker = 1; worker < bytesGiven.length; worker++) {
      if (bytesGiven[worker] < bytesGiven[chosen]) {
        chosen = worker;
      }
    }
    bytesGiven[chosen] += task.size();
    out.collect(task.withWorker(chosen));
  }
}
