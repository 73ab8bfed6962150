package dev.proxystore.flink.testutils;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a server is to other connectors: holds objects in this process until a test ends, whoever
 * opens and closes stores on it, and counts, holds back, delays or refuses what they ask for.
 */
public final class TestStore implements AutoCloseable {
  private static final ConcurrentHashMap<String, TestStore> RUNNING = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** When a put fails. */
  public enum PutFault {
    /** The object is not there. */
    BEFORE,
    /** The object is there, and who put it does not know. */
    AFTER
  }

  private final StoreAddress address;
  private final Map<String, byte[]> objects = new HashMap<>();
  private final Map<String, Set<String>> releasedBy = new HashMap<>();
  private final List<String> gets = new CopyOnWriteArrayList<>();
  private final Gate getGate = new Gate();
  private final Gate evictionGate = new Gate();
  private final AtomicInteger evictions = new AtomicInteger();
  private final AtomicInteger evictionRequests = new AtomicInteger();
  private final Set<String> evictingThreads = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration evictionDelay = Duration.ZERO;
  private final AtomicInteger evictionsToRefuse = new AtomicInteger();
  private volatile boolean refusesGets;
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger putsToFail = new AtomicInteger();
  private volatile PutFault putFault = PutFault.BEFORE;
  private volatile int putsBeforeFaults;
  private final AtomicInteger listsRefused = new AtomicInteger();
  private long bytes;
  private long mostBytes;

  private TestStore(StoreAddress address) {
    this.address = address;
  }

  /** An empty one, with a name of its own. */
  public static TestStore start() {
    TestStore store = new TestStore(StoreAddress.parse("test:store-" + NEXT.incrementAndGet()));
    RUNNING.put(store.address.name(), store);
    return store;
  }

  static TestStore at(StoreAddress address) {
    return Optional.ofNullable(RUNNING.get(address.name()))
        .orElseThrow(() -> new ConnectorException(address, "is not running.", null));
  }

  public StoreAddress address() {
    return address;
  }

  public StoreConfig config() {
    return StoreConfig.of(address);
  }

  /** The ids of the objects that are here. */
  public synchronized Set<String> ids() {
    return Set.copyOf(objects.keySet());
  }

  /** The most bytes that were here at one time. */
  public synchronized long mostBytes() {
    return mostBytes;
  }

  /** The ids that were asked for, in the order in which they were. */
  public List<String> gets() {
    return gets;
  }

  /** What readers pass, each under the id that it asks for. */
  public Gate getGate() {
    return getGate;
  }

  /** What evictions pass, each under its id. */
  public Gate evictionGate() {
    return evictionGate;
  }

  public void delayGets(Duration each) {
    delay = each;
  }

  public void delayEvictions(Duration each) {
    evictionDelay = each;
  }

  /** How many evictions have been asked for. */
  public int evictions() {
    return evictions.get();
  }

  /** How many requests they came in. */
  public int evictionRequests() {
    return evictionRequests.get();
  }

  /** The names of the threads that asked for them. */
  public Set<String> evictingThreads() {
    return evictingThreads;
  }

  public void refuseGets() {
    refusesGets = true;
  }

  public void refuseEvictions() {
    refuseEvictions(Integer.MAX_VALUE);
  }

  /** Refuses so many from now on. */
  public void refuseEvictions(int next) {
    evictionsToRefuse.set(next);
  }

  /** Refuses to be listed so many times. */
  public void refuseLists(int times) {
    listsRefused.set(times);
  }

  /** How often it still has to refuse to be listed. */
  public int listsLeftToRefuse() {
    return listsRefused.get();
  }

  Set<String> list() {
    if (listsRefused.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ConnectorException(address, "was told to refuse to be listed.", null);
    }
    return ids();
  }

  /** How many objects have been put. */
  public int puts() {
    return puts.get();
  }

  /** So many puts fail, after so many that do not. */
  public void failPuts(PutFault fault, int before, int times) {
    putFault = fault;
    putsBeforeFaults = before;
    putsToFail.set(times);
  }

  /** How many puts still have to fail. */
  public int putsLeftToFail() {
    return putsToFail.get();
  }

  synchronized void put(String id, byte[] value) {
    boolean fails =
        puts.incrementAndGet() > putsBeforeFaults
            && putsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    if (fails && putFault == PutFault.BEFORE) {
      throw new ConnectorException(address, "was told to refuse puts.", null);
    }
    objects.put(id, value);
    bytes += value.length;
    mostBytes = Math.max(mostBytes, bytes);
    if (fails) {
      throw new ConnectorException(address, "was told not to answer puts.", null);
    }
  }

  Optional<byte[]> get(String id) {
    gets.add(id);
    getGate.pass(id);
    LockSupport.parkNanos(delay.toNanos());
    if (refusesGets) {
      throw new ConnectorException(address, "was told to refuse reads.", null);
    }
    synchronized (this) {
      return Optional.ofNullable(objects.get(id));
    }
  }

  void removeAll(Collection<String> ids) {
    evictionRequests.incrementAndGet();
    ids.forEach(this::remove);
  }

  void remove(String id) {
    passEviction(id);
    removeNow(id);
  }

  private void passEviction(String id) {
    evictingThreads.add(Thread.currentThread().getName());
    evictions.incrementAndGet();
    evictionGate.pass(id);
    LockSupport.parkNanos(evictionDelay.toNanos());
    if (evictionsToRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ConnectorException(address, "was told to refuse evictions.", null);
    }
  }

  private synchronized void removeNow(String id) {
    byte[] removed = objects.remove(id);
    bytes -= removed == null ? 0 : removed.length;
    releasedBy.remove(id);
  }

  /** Whether the object is gone. */
  boolean release(Key key, ObjectConsumer consumer) {
    passEviction(key.id());
    synchronized (this) {
      Set<String> names = releasedBy.computeIfAbsent(key.id(), id -> new HashSet<>());
      names.add(consumer.text());
      boolean isGone =
          !objects.containsKey(key.id()) || ObjectConsumer.countWhole(names) >= key.fanOut();
      if (isGone) {
        removeNow(key.id());
      }
      return isGone;
    }
  }

  /** Who has released an object that is here, as far as that is kept. */
  public synchronized Map<String, Set<String>> releasedBy() {
    return Map.copyOf(releasedBy);
  }

  /** Lets all who wait go. */
  @Override
  public void close() {
    getGate.open();
    evictionGate.open();
    RUNNING.remove(address.name());
  }
}
