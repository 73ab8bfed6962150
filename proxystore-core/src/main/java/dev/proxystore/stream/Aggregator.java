package dev.proxystore.stream;

import java.util.List;

/**
 * Makes one object of a batch, which is sent in place of them. Its metadata are those of all, of a
 * name that several have the last one's; it is evicted when resolved if one of them would be.
 *
 * @param <T> the type of the objects
 */
@FunctionalInterface
public interface Aggregator<T> {

  /** The one object; the list has one or more, in the order in which they were sent. */
  T aggregate(List<T> objects);
}
