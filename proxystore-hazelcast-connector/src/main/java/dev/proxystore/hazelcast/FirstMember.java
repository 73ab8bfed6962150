package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.hazelcast.Listeners.Found;
import dev.proxystore.hazelcast.Listeners.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until one of the members of an address answers, so that a client can be started. */
final class FirstMember {
  private static final Duration MOST_AT_ONCE = Duration.ofSeconds(2);
  private static final int PAUSE_MILLIS = 100;

  private FirstMember() {}

  /**
   * Where a client may connect: to the members that answer and, in case it comes back, to those of
   * which nothing is heard.
   *
   * @throws ConnectorException if none answers in time, or if everywhere something else does, or
   *     members that let no such client in
   */
  static List<String> await(HazelcastAddress address, Duration timeout, Admission client)
      throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Duration left = timeout.minusNanos(System.nanoTime() - start);
      List<Found> found =
          Listeners.ask(address.members(), shorter(left, MOST_AT_ONCE), Optional.of(client));
      if (found.stream().anyMatch(each -> each.kind() == Kind.MEMBER)) {
        return addresses(found);
      }
      boolean isLast = System.nanoTime() - start + PAUSE_MILLIS * 1_000_000L >= timeout.toNanos();
      if (isLast || found.stream().allMatch(FirstMember::isNoUse)) {
        throw unreachable(address, timeout, client, found);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean isNoUse(Found found) {
    return found.kind() == Kind.FOREIGN || found.kind() == Kind.REFUSING;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static List<String> addresses(List<Found> found) {
    return found.stream()
        .filter(each -> each.kind() == Kind.MEMBER || each.kind() == Kind.NONE)
        .sorted((one, other) -> one.kind().compareTo(other.kind()))
        .map(Found::address)
        .toList();
  }

  private static ConnectorException foreign(HazelcastAddress address, Found found) {
    return new ConnectorException(
        address.store(),
        "cannot be opened: what listens at %s is no Hazelcast member, it speaks another protocol. Give the address of a member."
            .formatted(found.address()),
        null);
  }

  private static ConnectorException notLetIn(
      HazelcastAddress address, Admission client, Found found) {
    return new ConnectorException(
        address.store(),
        "cannot be opened: the member at %s lets no such client in. It is no member of the cluster '%s', or %s. The address says the cluster's name as ?cluster=name."
            .formatted(
                found.address(),
                client.cluster(),
                client.credentials().isPresent()
                    ? "refuses the credentials (the open-source edition refuses any)"
                    : "wants credentials, and this process has none for it"),
        null);
  }

  private static ConnectorException unreachable(
      HazelcastAddress address, Duration timeout, Admission client, List<Found> found) {
    for (Found each : found) {
      if (each.kind() == Kind.REFUSING) {
        return notLetIn(address, client, each);
      }
    }
    for (Found each : found) {
      if (each.kind() == Kind.FOREIGN) {
        return foreign(address, each);
      }
      if (each.kind() == Kind.SILENT) {
        return refused(address, timeout, each.address());
      }
    }
    Found last = found.get(found.size() - 1);
    return failure(
        address,
        timeout,
        "and nothing listens at %s (%s)".formatted(last.address(), last.reason()));
  }

  /** The error for a client that has not been let in by anybody. */
  static ConnectorException refused(HazelcastAddress address, Duration timeout, String member) {
    return failure(
        address,
        timeout,
        "though something listens at %s: it is no member of the cluster '%s', refuses the credentials (the open-source edition refuses any), or hangs. The address says the cluster's name as ?cluster=name; the log of Hazelcast says what it has answered"
            .formatted(member, address.clusterName()));
  }

  private static ConnectorException failure(
      HazelcastAddress address, Duration timeout, String reason) {
    return new ConnectorException(
        address.store(),
        "cannot be opened: no connection within %d ms, %s.".formatted(timeout.toMillis(), reason),
        null);
  }
}
