package dev.proxystore.connector.combined;

import dev.proxystore.connector.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of which objects a fast store may have copies that are not to be read, because it could not be
 * told to remove them. Past a number of them none of its copies is read any more. Safe for use by
 * several threads.
 */
final class StaleCopies {
  /** Some 20 MB of ids. */
  private static final int MOST = 100_000;

  /** How many are removed along with a put. */
  private static final int SOME = 100;

  private static final Logger LOG = LoggerFactory.getLogger(StaleCopies.class);

  private final int most;
  private final Map<String, Key> byId = new LinkedHashMap<>();
  private boolean all;

  StaleCopies() {
    this(MOST);
  }

  StaleCopies(int most) {
    this.most = most;
  }

  synchronized void add(Collection<Key> keys) {
    keys.forEach(key -> byId.put(key.id(), key));
    if (byId.size() > most && !all) {
      all = true;
      LOG.warn(
          "A fast store may have stale copies of more than {} objects. It is read no more until the store in front of it is opened again.",
          most);
    }
    if (all) {
      byId.clear();
    }
  }

  synchronized void remove(Collection<Key> keys) {
    keys.forEach(key -> byId.remove(key.id()));
  }

  /** The ones that have been stale for longest. */
  synchronized List<Key> some() {
    return byId.values().stream().limit(SOME).toList();
  }

  /** What was found under the keys, without what is stale. */
  synchronized List<Optional<byte[]>> without(List<Key> keys, List<Optional<byte[]>> found) {
    if (byId.isEmpty() && !all) {
      return found;
    }
    List<Optional<byte[]>> fresh = new ArrayList<>(found);
    for (int i = 0; i < keys.size(); i++) {
      if (all || byId.containsKey(keys.get(i).id())) {
        fresh.set(i, Optional.empty());
      }
    }
    return fresh;
  }
}
