package dev.proxystore.benchmarks.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One kill, as the seed has it.
 *
 * @param target what kind of process is killed
 * @param which of the processes, counted on beyond the last from the first
 * @param waits whether the job must run again before; else it may just be recovering
 * @param delay how long after that, or after the kill before
 * @param pause how long a server is away before it is started anew
 */
record Kill(Target target, int which, boolean waits, Duration delay, Duration pause) {

  enum Target {
    TASK_MANAGER,
    STORE
  }

  private static final int ONE_OF_STORE = 3;
  private static final int ONE_OF_HASTY = 4;
  private static final int SOON_MILLIS = 200;
  private static final int MOST_DELAY_MILLIS = 3000;
  private static final int MOST_HASTE_MILLIS = 1500;
  private static final int MOST_PAUSE_MILLIS = 1500;

  /** The kills of a run: of every three one is of the store; the first comes very soon. */
  static List<Kill> plan(int kills, long seed) {
    Random random = new Random(seed);
    List<Kill> plan = new ArrayList<>();
    while (plan.size() < kills) {
      List<Target> next = new ArrayList<>(Collections.nCopies(ONE_OF_STORE, Target.TASK_MANAGER));
      next.set(random.nextInt(ONE_OF_STORE), Target.STORE);
      next.forEach(target -> plan.add(kill(target, random, plan.isEmpty())));
    }
    return List.copyOf(plan.subList(0, kills));
  }

  private static Kill kill(Target target, Random random, boolean first) {
    boolean waits = random.nextInt(ONE_OF_HASTY) > 0 || first;
    int most = waits ? MOST_DELAY_MILLIS : MOST_HASTE_MILLIS;
    return new Kill(
        target,
        random.nextInt(Short.MAX_VALUE),
        waits,
        Duration.ofMillis(random.nextInt(first ? SOON_MILLIS : most)),
        Duration.ofMillis(random.nextInt(MOST_PAUSE_MILLIS)));
  }
}
