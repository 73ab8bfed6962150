package dev.proxystore.flink.source;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.MapFunction;

/** Fails once, with its tenth record. */
final class FailOnce implements MapFunction<Integer, Integer> {
  private static final long serialVersionUID = 1L;
  private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

  private final String name = UUID.randomUUID().toString();
  private int records;

  @Override
  public Integer map(Integer number) {
    if (++records == 10 && FAILED.add(name)) {
      throw new IllegalStateException("fails once, as it was told to");
    }
    return number;
  }
}
