package dev.proxystore.examples.cluster;

import dev.proxystore.store.Store;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Counts numbers in two tasks that each use ProxyStore where they run. */
final class NumbersJob {
  private NumbersJob() {}

  /** What became of a number, and in which process. */
  record Counted(long number, long pid) {
    static Counted through(long number) {
      try (Store store = Store.open("local:numbers")) {
        long resolved = store.proxy(number).resolve();
        return new Counted(resolved, ProcessHandle.current().pid());
      }
    }
  }

  static List<Counted> run(String host, int port, int count, String... jars) throws Exception {
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createRemoteEnvironment(host, port, jars);
    flink.setParallelism(2);
    return flink
        .fromSequence(1, count)
        .map(Counted::through)
        .executeAndCollect("numbers", count + 1); // one more than there can be: to the end
  }
}
