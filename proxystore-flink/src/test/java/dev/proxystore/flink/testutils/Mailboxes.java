package dev.proxystore.flink.testutils;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Does what a task's thread does between records. */
public final class Mailboxes {
  private Mailboxes() {}

  /** Runs what waits in the task's mailbox. */
  public static void work(AbstractStreamOperatorTestHarness<?> task) throws Exception {
    TaskMailbox mailbox = task.getTaskMailbox();
    for (Optional<Mail> mail = take(mailbox); mail.isPresent(); mail = take(mailbox)) {
      mail.get().run();
    }
  }

  private static Optional<Mail> take(TaskMailbox mailbox) {
    return mailbox.tryTake(TaskMailbox.MIN_PRIORITY);
  }

  /** Runs what comes into the task's mailbox until something holds. */
  public static void workUntil(
      AbstractStreamOperatorTestHarness<?> task, Callable<Boolean> condition) {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              work(task);
              return condition.call();
            });
  }

  /** Waits for something to come into the mailbox, then runs it. */
  public static void workOnce(AbstractStreamOperatorTestHarness<?> task) throws Exception {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> task.getTaskMailbox().hasMail());
    work(task);
  }
}
