package dev.proxystore.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant, by the distance of Levenshtein. */
public final class Nearest {
  private Nearest() {}

  /** For errors: the nearest of the known names if it is near, and all of them. */
  public static String advice(String found, Collection<String> known) {
    String all = "Known are " + known.stream().sorted().toList() + ".";
    return of(found, known).map(name -> "Did you mean '%s'? %s".formatted(name, all)).orElse(all);
  }

  /** The nearest of the known names, if it is near, or the first that goes on with a dot. */
  public static Optional<String> of(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(found, name)).thenComparing(n -> n))
        .filter(name -> distance(found, name) <= Math.max(2, found.length() / 3))
        .or(() -> known.stream().filter(name -> name.startsWith(found + ".")).sorted().findFirst());
  }

  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
