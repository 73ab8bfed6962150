package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.util.List;

/** Objects of one store that may go, and go together. */
interface Released {

  /** The number of objects. */
  int size();

  List<Key> keys();

  /** What they take in the store. */
  default long bytes() {
    return keys().stream().mapToLong(Key::length).sum();
  }

  /** One object that goes at once. */
  record Now(Key key) implements Released {

    @Override
    public int size() {
      return 1;
    }

    @Override
    public List<Key> keys() {
      return List.of(key);
    }
  }
}
