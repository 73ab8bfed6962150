package dev.proxystore.store.lifetime;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Proxy;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A lifetime has ended and could not remove all of its objects. Closing it once more tries again
 * with those that are left.
 */
public final class LifetimeCloseException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final List<Proxy<?>> left;

  LifetimeCloseException(List<Proxy<?>> left, RuntimeException cause) {
    super(
        "The lifetime has ended, and %d of its objects could not be removed: %s. %s Close it again to try again. They are: %s."
            .formatted(left.size(), "their store failed", cause.getMessage(), shown(left)),
        cause);
    this.left = List.copyOf(left);
  }

  private static String shown(List<Proxy<?>> left) {
    String some = left.stream().limit(SHOWN).map(Proxy::toString).collect(Collectors.joining(", "));
    return left.size() > SHOWN ? some + " and " + (left.size() - SHOWN) + " more" : some;
  }

  /** The objects that are left. */
  public List<Proxy<?>> left() {
    return left;
  }
}
