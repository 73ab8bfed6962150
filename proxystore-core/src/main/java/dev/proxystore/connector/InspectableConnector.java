package dev.proxystore.connector;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A connector that can say what it holds in more than ids, for people who look into a store. It may
 * have to look at everything that the system holds.
 */
public interface InspectableConnector extends ListableConnector {

  /**
   * Describes every object whose id begins with the prefix, in no order. What is there all the time
   * is described at least once; what comes or goes meanwhile may be.
   */
  void inspect(String prefix, Consumer<StoredObject> objects);

  /**
   * What the system says of itself, such as its {@code version}, in an order to be shown in. Has no
   * secrets.
   */
  Map<String, String> describe();
}
