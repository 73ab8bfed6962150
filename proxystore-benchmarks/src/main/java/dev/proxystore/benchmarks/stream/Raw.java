package dev.proxystore.benchmarks.stream;

import java.util.List;

/** What one would write with the client of a server alone. */
interface Raw extends AutoCloseable {

  /** Sends an object so many times, {@code depth} at a time, and then the end. */
  void send(String topic, byte[] object, int items, int depth) throws Exception;

  /**
   * Receives to the end and removes, {@code depth} objects at a time; answers the bytes of each.
   */
  List<Integer> receive(String topic, int depth) throws Exception;

  @Override
  void close();
}
