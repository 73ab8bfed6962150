package dev.proxystore.benchmarks.chaos;

import dev.proxystore.examples.cluster.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Kills processes as planned. */
final class Killer {
  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(3);
  private static final Duration LONGEST_NOTICE = Duration.ofSeconds(60);
  private static final Duration LONGEST_REACTION = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final ChaosStore store;
  private final JobWatch job;
  private final Consumer<String> progress;

  Killer(Cluster cluster, ChaosStore store, JobWatch job, Consumer<String> progress) {
    this.cluster = cluster;
    this.store = store;
    this.job = job;
    this.progress = progress;
  }

  void run(List<Kill> plan, PaceMaker pace) throws IOException, InterruptedException {
    String killed = "";
    for (int i = 0; i < plan.size(); i++) {
      Kill kill = plan.get(i);
      if (kill.waits()) {
        awaitRecovery(killed);
      }
      TimeUnit.MILLISECONDS.sleep(kill.delay().toMillis());
      long checkpoints = job.checkpoints();
      killed = kill.target() == Kill.Target.STORE ? "" : killTaskManager(kill);
      String victim = killed.isEmpty() ? store.kill(kill) : killed;
      pace.next();
      progress.accept(
          "Kill %d of %d: %s, %s, after %d checkpoints"
              .formatted(
                  i + 1,
                  plan.size(),
                  victim,
                  kill.waits() ? "of a running job" : "right after the one before",
                  checkpoints));
    }
    awaitRecovery(killed);
  }

  private String killTaskManager(Kill kill) throws IOException, InterruptedException {
    List<String> running = cluster.taskManagers();
    String victim = running.get(kill.which() % running.size());
    cluster.kill(victim);
    String unused = cluster.addTaskManager();
    return victim;
  }

  /** A job goes on to look well until what was killed is missed. */
  private void awaitRecovery(String killed) throws IOException, InterruptedException {
    if (killed.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(LONGEST_REACTION.toMillis());
    } else {
      job.awaitLoss(killed, LONGEST_NOTICE);
    }
    job.awaitRunning(LONGEST_RECOVERY);
  }
}
