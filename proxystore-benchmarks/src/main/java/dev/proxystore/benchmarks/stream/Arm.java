package dev.proxystore.benchmarks.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One setting: runs of all settings take turns, in random order.
 *
 * @param way how objects are sent and received
 * @param size of an object, in bytes
 * @param batch how many objects make a batch
 * @param items how many are sent in a run
 */
record Arm(Way way, int size, int batch, int items) {

  enum Way {
    /** {@code send}, which returns when the object or its batch is published. */
    SEND,
    /** {@code sendAsync}. */
    ASYNC,
    /** The consumer looks at proxies alone, when all have been sent. */
    PROXY,
    /**
     * Written by hand. With Jedis: a pipeline of SET and XADD, then XREAD and a pipeline of GETDEL;
     * with Hazelcast's client: sets of a map and adds to a ring, then reads of it and removes.
     */
    RAW;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Way of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  private static final int SMALLEST = 1 << 10;

  /** As many of each size: they all lie in the store. */
  private static final int PROXIES = 1000;

  private static final Map<Integer, Integer> ITEMS_BY_SIZE =
      Map.of(1 << 10, 40_000, 64 << 10, 4_000, 1 << 20, 600);

  static List<Arm> all() {
    List<Arm> arms = new ArrayList<>();
    for (int size : List.of(1 << 10, 64 << 10, 1 << 20)) {
      for (int batch : List.of(1, 32)) {
        for (Way way : Way.values()) {
          int items = way == Way.PROXY ? PROXIES : ITEMS_BY_SIZE.getOrDefault(size, 1);
          arms.add(new Arm(way, size, batch, items));
        }
      }
    }
    return arms;
  }

  /** What it is measured against: the same written by hand; for proxies alone the smallest ones. */
  Arm reference() {
    return way == Way.PROXY
        ? new Arm(way, SMALLEST, batch, items)
        : new Arm(Way.RAW, size, batch, items);
  }

  Map<String, String> parameters() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("batch", Integer.toString(batch));
    settings.put("size", Integer.toString(size));
    return settings;
  }
}
