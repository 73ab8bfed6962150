package dev.proxystore.examples.demo;

import java.io.Serializable;

/**
 * How many bytes of files a process that reads may have under way: read, in the store, or fetched.
 *
 * <p>It follows from the heap. Arrays that stay may fill two thirds of it, since young ones are
 * made in the rest, and Flink and the store need some of that themselves. What is left is divided
 * by the number of arrays that a byte is in at once.
 *
 * <p>Files that one process has read are fetched by another, so the processes of a cluster share
 * what the smallest of their heaps takes.
 *
 * @param arrays the arrays that a byte is in at once, in the heap of a process that runs the job
 * @param processes how many processes run the job
 * @param mostInStore what the store takes
 */
record MemoryBudget(double arrays, int processes, long mostInStore) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What Flink and Hazelcast keep for themselves. */
  static final long OWN_NEEDS = 64L << 20;

  /** What a JVM says of a heap of 128 MiB, a part of which it never uses. */
  static final long SMALLEST_HEAP = 120L << 20;

  /** First the one that was read and the store's, then the store's and the one fetched. */
  private static final double WITH_THE_STORE = 2;

  /** First the one that was read, then the one fetched; and pieces that are on their way. */
  private static final double WITHOUT_THE_STORE = 1.5;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /** For a job whose store lies in the heap of its own process. */
  static MemoryBudget storeInHeap() {
    return new MemoryBudget(WITH_THE_STORE, 1, Long.MAX_VALUE);
  }

  /** For a job whose store lies in no heap that matters. */
  static MemoryBudget storeElsewhere(int processes) {
    return new MemoryBudget(WITHOUT_THE_STORE, processes, Long.MAX_VALUE);
  }

  /** For a job in other processes whose store lies in the heap of this one. */
  static MemoryBudget storeInHeapOfThisProcess(int processes) {
    return new MemoryBudget(
        WITHOUT_THE_STORE, processes, forArrays(Runtime.getRuntime().maxMemory()));
  }

  /**
   * Refuses a heap in which the demo could not run.
   *
   * @throws DemoException if it is too small
   */
  static void requireEnough(long heap) {
    if (heap < SMALLEST_HEAP) {
      throw new DemoException(
          "The heap has %d MiB, expected 128 MiB or more. Set it with DEMO_HEAP: DEMO_HEAP=1g bin/demo."
              .formatted(heap >> 20));
    }
  }

  /** The bytes that this process may have under way; no file may be larger. */
  long here() {
    return of(Runtime.getRuntime().maxMemory());
  }

  long of(long heap) {
    long ofAll = Math.min(mostInStore, (long) (forArrays(heap) / arrays));
    return Math.min(LARGEST_ARRAY, ofAll / processes);
  }

  private static long forArrays(long heap) {
    return Math.max(0, heap / 3 * 2 - OWN_NEEDS);
  }
}
