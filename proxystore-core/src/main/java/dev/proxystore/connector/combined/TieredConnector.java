package dev.proxystore.connector.combined;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fast connector in front of a large one, which has every object and says which there are; the
 * fast one has copies of what this process put last, within a budget. An object is put when the
 * large one has it. A fast one that fails is done without, but for evictions; what it may have in
 * an older version is not read from it any more. Objects that are set later, and those from
 * streams, are in the large one alone.
 */
final class TieredConnector
    implements InspectableConnector,
        RenewableConnector,
        ReleasableConnector,
        DeferrableConnector,
        StreamableConnector {
  static final String SCHEME = "tiered";
  static final String FAST = "fast";
  static final String LARGE = "large";
  static final String BUDGET = "budget";

  /** The most bytes of copies of one process, unless told otherwise: 256 MiB. */
  static final long DEFAULT_BUDGET = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(TieredConnector.class);

  private final FastStore fast;
  private final Connector large;
  private final Budget budget;
  private final StaleCopies stale = new StaleCopies();
  private final StoreAddress address;
  private final ConnectorOptions options;

  TieredConnector(StoreAddress address, ConnectorOptions options) {
    this.address = address;
    this.options = options;
    Map<String, Part> parts = new TreeMap<>();
    Part.of(address, options, List.of(), List.of(BUDGET))
        .forEach(part -> parts.put(part.name(), part));
    if (!parts.keySet().equals(Set.of(FAST, LARGE))) {
      throw new AddressException(
          "The store %s is made of %s, expected [fast, large]: tiered:name?fast=ADDRESS&large=ADDRESS, the addresses percent-encoded. CombinedAddress writes it."
              .formatted(address.base(), parts.keySet()));
    }
    this.budget = new Budget(budget(address, options));
    Part copies = requireNonNull(parts.get(FAST));
    this.fast = new FastStore(copies.address(), () -> open(copies));
    this.large = openBehind(requireNonNull(parts.get(LARGE)));
  }

  private static long budget(StoreAddress address, ConnectorOptions options) {
    Map<String, String> all = new TreeMap<>(address.parameters());
    all.putAll(options.asMap());
    String set = all.get(BUDGET);
    return set == null ? DEFAULT_BUDGET : ConnectorOptions.parseSize(BUDGET, set);
  }

  private Connector open(Part part) {
    return Connectors.open(part.address(), part.connectorOptions(options));
  }

  private Connector openBehind(Part part) {
    try {
      return open(part);
    } catch (RuntimeException e) {
      Closing.after(e, List.of(fast::close));
      throw e;
    }
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return options.asMap();
  }

  @Override
  public String newId(String unique) {
    return large.newId(unlessAway(unique, () -> fast.get().newId(unique)));
  }

  @Override
  public Key place(Key key, Set<String> tags) {
    return large.place(unlessAway(key, () -> fast.get().place(key, tags)), tags);
  }

  /** What the fast one makes of something, or that itself. */
  private static <T> T unlessAway(T otherwise, Supplier<T> made) {
    try {
      return made.get();
    } catch (ConnectorException e) {
      return otherwise;
    }
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    putBatch(Map.of(key, bytes), timeToLive);
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return getBatch(List.of(key)).get(0);
  }

  /** Fills in what was missing, in the order of the keys. */
  private static List<Optional<byte[]>> withMissing(
      List<Key> keys, List<Optional<byte[]>> found, Connector next) {
    List<Key> missing = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i).isEmpty()) {
        missing.add(keys.get(i));
      }
    }
    if (missing.isEmpty()) {
      return found;
    }
    List<Optional<byte[]>> more = next.getBatch(missing);
    List<Optional<byte[]>> all = new ArrayList<>(found);
    int used = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i).isEmpty()) {
        all.set(i, more.get(used++));
      }
    }
    return all;
  }

  @Override
  public void putBatch(Map<Key, byte[]> objects, Duration timeToLive) {
    large.putBatch(objects, timeToLive);
    Map<Key, byte[]> copies = new LinkedHashMap<>(objects);
    List<Key> out = new ArrayList<>();
    objects.keySet().forEach(key -> out.addAll(budget.addAndMakeRoom(key)));
    out.forEach(copies::remove);
    try {
      evictCopies(out);
      fast.get().putBatch(copies, timeToLive);
      stale.remove(copies.keySet());
      evictCopies(stale.some());
    } catch (RuntimeException e) {
      LOG.debug("No copies of {} objects were put into {}.", copies.size(), fast.address(), e);
      budget.remove(objects.keySet());
      tryEvictCopies(objects.keySet())
          .ifPresent(
              failure ->
                  LOG.debug(
                      "{} may have older copies of {} objects, which are not read here.",
                      fast.address(),
                      objects.size(),
                      failure));
    }
  }

  /** Copies that cannot be evicted are read no more. */
  private void evictCopies(Collection<Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    stale.add(keys);
    fast.get().evictBatch(keys);
    stale.remove(keys);
  }

  /** Answers why copies could not be evicted, if so. */
  private Optional<RuntimeException> tryEvictCopies(Collection<Key> keys) {
    try {
      evictCopies(keys);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    return withMissing(keys, copies(keys), large);
  }

  private List<Optional<byte[]>> copies(List<Key> keys) {
    try {
      List<Optional<byte[]>> copies = fast.get().getBatch(keys);
      keys.forEach(budget::touch);
      return stale.without(keys, copies);
    } catch (RuntimeException e) {
      LOG.debug("{} has no copies: it failed.", fast.address(), e);
      return Collections.nCopies(keys.size(), Optional.empty());
    }
  }

  /** The large one alone knows who was first. */
  @Override
  public Optional<byte[]> take(Key key) {
    Optional<byte[]> taken = large.take(key);
    forget(List.of(key));
    return taken;
  }

  /** What the large one does not have any more is not read from a copy. */
  private void forget(Collection<Key> keys) {
    budget.remove(keys);
    tryEvictCopies(keys)
        .ifPresent(
            failure ->
                LOG.warn(
                    "Copies of {} objects stay in {} until they can be removed or their time to live is over. They are not read in this process; others may read them.",
                    keys.size(),
                    fast.address(),
                    failure));
  }

  @Override
  public Set<Key> existing(Collection<Key> keys) {
    return large.existing(keys);
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    as(ListableConnector.class, large).list(prefix, ids);
  }

  /** Those of the large one, which has all. */
  @Override
  public void inspect(String prefix, Consumer<StoredObject> objects) {
    as(InspectableConnector.class, large).inspect(prefix, objects);
  }

  @Override
  public Map<String, String> describe() {
    return as(InspectableConnector.class, large).describe();
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    Set<Key> there = as(RenewableConnector.class, large).renew(keys, timeToLive);
    try {
      if (fast.get() instanceof RenewableConnector renewable) {
        renewable.renew(keys, timeToLive);
        return there;
      }
    } catch (ConnectorException e) {
      LOG.debug("Copies in {} were not renewed.", fast.address(), e);
    }
    forget(keys);
    return there;
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    Set<Key> gone = as(ReleasableConnector.class, large).release(keys, consumer);
    if (!gone.isEmpty()) {
      forget(gone);
    }
    return gone;
  }

  @Override
  public boolean exists(Key key) {
    return !existing(List.of(key)).isEmpty();
  }

  @Override
  public void evict(Key key) {
    evictBatch(List.of(key));
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    Closing.all(List.of(() -> evictCopies(keys), () -> large.evictBatch(keys)));
    budget.remove(keys);
  }

  /** One of the two as a connector that can do more. */
  private <C extends Connector> C as(Class<C> capability, Connector part) {
    if (capability.isInstance(part)) {
      return capability.cast(part);
    }
    throw new UnsupportedOperationException(
        "The store %s cannot do this: the connector of its part %s is no %s."
            .formatted(address.base(), part.address(), capability.getSimpleName()));
  }

  @Override
  public Key newKey(String unique) {
    return as(DeferrableConnector.class, large).newKey(unique);
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    return as(DeferrableConnector.class, large).set(key, bytes, timeToLive);
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    return as(DeferrableConnector.class, large).watch(key, changed);
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    Upload upload = as(StreamableConnector.class, large).upload(key, timeToLive);
    return new TieredUpload(upload, () -> forget(List.of(key)));
  }

  @Override
  public Optional<Download> download(Key key) {
    return as(StreamableConnector.class, large).download(key);
  }

  @Override
  public void close() {
    Closing.all(List.of(fast::close, large::close));
  }
}
