package dev.proxystore.benchmarks.chaos;

import dev.proxystore.examples.cluster.LoopbackPort;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Three members with one backup of each entry. A member is killed only while all entries have
 * theirs: two at once may take an entry and its backup.
 */
final class HazelcastChaosStore implements ChaosStore {
  private static final int MEMBERS = 3;
  private static final int PAUSE_MILLIS = 100;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final String cluster = "chaos-" + ProcessHandle.current().pid();
  private final Path folder;
  private final List<Integer> ports;
  private final List<GridMember> members = new ArrayList<>();

  private HazelcastChaosStore(Path folder, List<Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  static ChaosStore start(Path folder) throws IOException, InterruptedException {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < MEMBERS) {
      ports.add(LoopbackPort.findFree());
    }
    HazelcastChaosStore store = new HazelcastChaosStore(folder, List.copyOf(ports));
    try {
      for (int i = 0; i < MEMBERS; i++) {
        store.members.add(store.launch(i));
        store.members.get(i).awaitStart(); // side by side they may found clusters of their own
      }
      return store;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private GridMember launch(int number) throws IOException {
    List<Integer> ownFirst = new ArrayList<>(ports);
    Collections.swap(ownFirst, 0, number);
    return GridMember.start(
        cluster, ownFirst, folder.resolve("member-%d.log".formatted(number + 1)));
  }

  @Override
  public StoreConfig config() {
    String hosts =
        ports.stream().map(port -> LoopbackPort.HOST + ":" + port).collect(Collectors.joining(","));
    return ChaosStore.uncached("hazelcast://%s/%s?cluster=%s".formatted(hosts, NAME, cluster));
  }

  @Override
  public String kill(Kill kill) throws IOException, InterruptedException {
    awaitSafety();
    int number = kill.which() % MEMBERS;
    members.get(number).kill();
    TimeUnit.MILLISECONDS.sleep(kill.pause().toMillis());
    members.set(number, launch(number));
    members.get(number).awaitStart();
    return "Hazelcast member %d, away for %d ms".formatted(number + 1, kill.pause().toMillis());
  }

  private void awaitSafety() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!isSafe()) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new ChaosException("The Hazelcast cluster was not safe again after 90 s.");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isSafe() throws IOException {
    for (GridMember member : members) {
      if (member.safeMembers() != MEMBERS) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long entries() throws IOException {
    return members.get(0).entries();
  }

  @Override
  public void close() {
    members.forEach(GridMember::kill);
  }
}
