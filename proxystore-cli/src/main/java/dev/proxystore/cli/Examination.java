package dev.proxystore.cli;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.StreamableConnector.Download;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** What the doctor looks at in a store that was opened. */
final class Examination {
  private static final int ROUND_TRIPS = 20;
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Longer than Hazelcast's clock, of whole seconds, may be late. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Connector connector;
  private final List<Finding> findings = new ArrayList<>();

  Examination(Connector connector) {
    this.connector = connector;
  }

  /** A check, which answers what it has found in words. */
  private interface Check {
    String run() throws InterruptedException;
  }

  List<Finding> run() {
    if (connector instanceof InspectableConnector inspectable) {
      look("system", () -> describe(inspectable.describe()));
    }
    look("latency", this::latency);
    look("1 KiB there and back", () -> roundTrip(1 << 10));
    look("4 MiB there and back", () -> roundTrip(4 << 20));
    look("replace, take", this::replaceAndTake);
    look("time to live", this::timeToLive);
    if (connector instanceof ListableConnector listable) {
      look("list", () -> list(listable));
    }
    if (connector instanceof ReleasableConnector releasable) {
      look("several consumers", () -> release(releasable));
    }
    if (connector instanceof RenewableConnector renewable) {
      look("renew", () -> renew(renewable));
    }
    if (connector instanceof DeferrableConnector deferrable) {
      look("futures", () -> set(deferrable));
    }
    if (connector instanceof StreamableConnector streamable) {
      look("streams", () -> stream(streamable));
    }
    return findings;
  }

  private void look(String name, Check check) {
    long start = System.nanoTime();
    try {
      findings.add(Finding.ok(name, check.run(), System.nanoTime() - start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(Finding.failed(name, e, System.nanoTime() - start));
    } catch (RuntimeException e) {
      findings.add(Finding.failed(name, e, System.nanoTime() - start));
    }
  }

  private Key newKey(byte[] bytes, int consumers) {
    String id = connector.newId("doctor-" + UUID.randomUUID());
    return connector.place(new Key(id, Descriptor.of("bytes", bytes), consumers), Set.of());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  private String describe(Map<String, String> system) {
    String policy = system.getOrDefault("maxmemory-policy", "noeviction");
    String most = system.getOrDefault("maxmemory", "0");
    if (!policy.equals("noeviction") && !most.equals("0")) {
      findings.add(
          Finding.warning(
              "memory",
              "At %s bytes the server removes objects by %s, needed or not: set maxmemory-policy noeviction."
                  .formatted(most, policy)));
    }
    return system.toString().replaceAll("[{}]", "");
  }

  private String latency() {
    Key missing = newKey(new byte[0], 1);
    long[] nanos = new long[ROUND_TRIPS];
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long start = System.nanoTime();
      boolean unused = connector.exists(missing);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return "median %s, slowest %s"
        .formatted(Amounts.millis(nanos[ROUND_TRIPS / 2]), Amounts.millis(nanos[ROUND_TRIPS - 1]));
  }

  private String roundTrip(int length) {
    byte[] bytes = bytes(length);
    Key key = newKey(bytes, 1);
    try {
      long start = System.nanoTime();
      connector.put(key, bytes, Connector.UNLIMITED);
      long put = System.nanoTime();
      byte[] found = connector.get(key).orElse(new byte[0]);
      long got = System.nanoTime();
      require(Arrays.equals(found, bytes), "What was put is not what is got.");
      require(connector.exists(key), "What was put is not there.");
      connector.evict(key);
      require(!connector.exists(key), "What was evicted is there still.");
      return "put %s, get %s".formatted(Amounts.millis(put - start), Amounts.millis(got - put));
    } finally {
      connector.evict(key);
    }
  }

  private String replaceAndTake() {
    byte[] bytes = bytes(100);
    Key key = newKey(bytes, 1);
    try {
      connector.put(key, bytes(50), Connector.UNLIMITED);
      connector.put(key, bytes, Connector.UNLIMITED);
      require(Arrays.equals(connector.take(key).orElse(new byte[0]), bytes), "Another was taken.");
      require(connector.take(key).isEmpty(), "It was taken twice.");
      return "works";
    } finally {
      connector.evict(key);
    }
  }

  private String timeToLive() throws InterruptedException {
    byte[] bytes = bytes(10);
    Key key = newKey(bytes, 1);
    connector.put(key, bytes, SHORT);
    long start = System.nanoTime();
    while (connector.exists(key)) {
      require(
          System.nanoTime() - start < PATIENCE.toNanos(),
          "An object that was to live for 1 s is there after 6.");
      Thread.sleep(50);
    }
    return "1 s took " + Amounts.millis(System.nanoTime() - start);
  }

  private String list(ListableConnector listable) {
    byte[] bytes = bytes(10);
    Key key = newKey(bytes, 1);
    try {
      connector.put(key, bytes, Connector.UNLIMITED);
      List<String> ids = new ArrayList<>();
      listable.list(key.id(), ids::add);
      require(ids.contains(key.id()), "An object that is there is not listed.");
      return "works";
    } finally {
      connector.evict(key);
    }
  }

  private String release(ReleasableConnector releasable) {
    byte[] bytes = bytes(10);
    Key key = newKey(bytes, 2);
    try {
      connector.put(key, bytes, Connector.UNLIMITED);
      Set<Key> first = releasable.release(List.of(key), ObjectConsumer.of("one"));
      require(first.isEmpty(), "It went with the first of two.");
      Set<Key> second = releasable.release(List.of(key), ObjectConsumer.of("two"));
      require(second.contains(key), "It stays after the last.");
      return "works";
    } finally {
      connector.evict(key);
    }
  }

  private String renew(RenewableConnector renewable) {
    byte[] bytes = bytes(10);
    Key key = newKey(bytes, 1);
    try {
      connector.put(key, bytes, Duration.ofMinutes(1));
      require(
          renewable.renew(List.of(key), Duration.ofMinutes(2)).contains(key),
          "An object that is there was not renewed.");
      return "works";
    } finally {
      connector.evict(key);
    }
  }

  private String set(DeferrableConnector deferrable) {
    Key key = deferrable.newKey("doctor-" + UUID.randomUUID());
    try {
      require(deferrable.set(key, bytes(10), Duration.ofMinutes(1)), "A new object was not set.");
      require(!deferrable.set(key, bytes(10), Duration.ofMinutes(1)), "It was set twice.");
      deferrable.watch(key, () -> {}).ifPresent(DeferrableConnector.Watch::close);
      return "works";
    } finally {
      connector.evict(key);
    }
  }

  /**
   * More than one piece, so that what an object is made of is written, put together and removed.
   */
  private String stream(StreamableConnector streamable) {
    Key key =
        connector.place(Key.ofStream(connector.newId("doctor-" + UUID.randomUUID()), 1), Set.of());
    try (Upload upload = streamable.upload(key, Duration.ofMinutes(1))) {
      byte[] last = bytes(100);
      int first = upload.pieceSize();
      upload.write(new byte[first]);
      upload.write(last.clone());
      upload.commit();
      try (Download download = streamable.download(key).orElseThrow()) {
        require(download.length() == first + last.length, "What is read has another length.");
        require(
            Arrays.equals(download.read(first, last.length), last),
            "What was streamed is not what is read.");
      }
      return "works";
    } finally {
      connector.evict(Key.toEvict(key.id()));
    }
  }
}
