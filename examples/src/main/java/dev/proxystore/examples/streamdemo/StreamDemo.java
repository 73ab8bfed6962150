package dev.proxystore.examples.streamdemo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run: starts the processes, waits for the end of the stream. */
final class StreamDemo implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final Servers store;
  private final Servers broker;
  private final Results results;
  private final List<Stage> stages = new ArrayList<>();

  StreamDemo(Servers store, Servers broker, Results results) {
    this.store = store;
    this.broker = broker;
    this.results = results;
  }

  /** Consumers first: nothing depends on it, and nobody waits for their start later. */
  void run(Path folder, int computeProcesses) throws IOException, InterruptedException {
    for (int i = 1; i <= computeProcesses; i++) {
      stages.add(
          Stage.withoutFlink(
              "compute " + i, Compute.class, List.of(broker.queue()), results::take));
    }
    stages.add(
        Stage.withFlink(
            "dispatcher", Dispatcher.class, List.of(broker.log(), broker.queue()), results::take));
    stages.add(
        Stage.withoutFlink(
            "generator",
            Generator.class,
            List.of(folder.toString(), store.store(), broker.log()),
            results::take));
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    while (stages.stream().anyMatch(Stage::isAlive)) {
      requireNoFailure();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    requireNoFailure();
    for (Stage each : stages) {
      each.awaitReports();
    }
  }

  private void requireNoFailure() {
    stages.stream()
        .filter(Stage::hasFailed)
        .findFirst()
        .ifPresent(
            stage -> {
              throw new StreamDemoException(
                  "The process '%s' has failed; what it said stands above."
                      .formatted(stage.name()));
            });
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
  }
}
