package dev.proxystore.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Rounds in which arms take turns, each time in another order.
 *
 * @param warmUps rounds that do not count
 * @param repeats rounds that do
 * @param seed of the orders
 */
public record Rounds(int warmUps, int repeats, long seed) {

  /** Those that count alone, for who warms up otherwise. */
  public Rounds withoutWarmUps() {
    return new Rounds(0, repeats, seed);
  }

  /** Those that do not count alone, as if they did. */
  public Rounds onlyWarmUps() {
    return new Rounds(0, warmUps, seed);
  }

  /** What is done once for each arm in each round. */
  public interface Run<A, R> {
    R run(A arm) throws Exception;
  }

  /** One figure of what each run gave. */
  public static <R> double[] values(List<R> runs, ToDoubleFunction<R> figure) {
    return runs.stream().mapToDouble(figure).toArray();
  }

  /** Of each arm what it gave, a value a round that counts, in their order. */
  public <A, R> Map<A, List<R>> run(Collection<A> arms, Run<A, R> run) throws Exception {
    Map<A, List<R>> results = new LinkedHashMap<>();
    arms.forEach(arm -> results.put(arm, new ArrayList<>()));
    Random random = new Random(seed);
    for (int round = -warmUps; round < repeats; round++) {
      List<A> order = new ArrayList<>(arms);
      Collections.shuffle(order, random);
      for (A arm : order) {
        R result = run.run(arm);
        if (round >= 0) {
          results.getOrDefault(arm, List.of()).add(result);
        }
      }
    }
    return results;
  }
}
