package dev.proxystore.connector.combined;

import dev.proxystore.connector.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What this process has put into a fast store and not removed since: ids and sizes, least recently
 * used first. Safe for use by several threads.
 */
final class Budget {
  private final long mostBytes;
  private final LinkedHashMap<String, Key> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  Budget(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes an object in if there is room for it; says whether there was. */
  synchronized boolean tryAdd(Key key) {
    remove(key.id());
    if (bytes + key.length() > mostBytes) {
      return false;
    }
    add(key);
    return true;
  }

  /**
   * Takes an object in and others out until there is room.
   *
   * @return those that were taken out; the object itself if it is larger than all that may be held
   */
  synchronized List<Key> addAndMakeRoom(Key key) {
    remove(key.id());
    if (key.length() > mostBytes) {
      return List.of(key);
    }
    add(key);
    List<Key> out = new ArrayList<>();
    Iterator<Key> oldest = held.values().iterator();
    while (bytes > mostBytes) {
      Key next = oldest.next();
      oldest.remove();
      bytes -= next.length();
      out.add(next);
    }
    return out;
  }

  private void add(Key key) {
    held.put(key.id(), key);
    bytes += key.length();
  }

  /** The object was used. */
  synchronized void touch(Key key) {
    held.get(key.id());
  }

  synchronized void remove(Collection<Key> keys) {
    keys.forEach(key -> remove(key.id()));
  }

  private void remove(String id) {
    Key known = held.remove(id);
    if (known != null) {
      bytes -= known.length();
    }
  }

  /** Some of those that were used least recently. */
  synchronized List<Key> oldest(int most) {
    return held.values().stream().limit(most).toList();
  }

  synchronized long bytes() {
    return bytes;
  }
}
