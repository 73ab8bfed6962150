package dev.proxystore.connector;

import java.util.function.Consumer;

/**
 * A connector that can say which objects its store holds, for clearing up after processes that have
 * died. It may have to look at everything that the system holds, so it is not for the way of each
 * object.
 */
public interface ListableConnector extends Connector {

  /**
   * Names every object whose id begins with the prefix, as {@link Key#id()} has it, in no order.
   * What is there all the time is named at least once; what comes or goes meanwhile may be. What is
   * left of an object whose writer died is named too, by the object's id, a tilde and more: it goes
   * when that is evicted.
   */
  void list(String prefix, Consumer<String> ids);
}
