package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import org.jspecify.annotations.Nullable;

/**
 * One of the connectors of a {@link MultiConnector}. A dormant one is opened when somebody asks for
 * what it may hold. Safe for use by several threads.
 */
final class Member {
  private final Part part;
  private final PlacementPolicy policy;
  private final boolean dormant;
  private final ConnectorOptions options;
  private final Room room;
  private volatile @Nullable Connector connector;

  Member(Part part, String host, ConnectorOptions whole) {
    this.part = part;
    this.policy = PlacementPolicy.of(part);
    this.dormant = policy.isDormant(host);
    this.options = part.connectorOptions(whole);
    this.room = new Room(policy.budget());
  }

  String name() {
    return part.name();
  }

  StoreAddress address() {
    return part.address();
  }

  PlacementPolicy policy() {
    return policy;
  }

  /** Whether it is made of several itself. */
  boolean isNested() {
    String scheme = part.address().scheme();
    return scheme.equals(MultiConnector.SCHEME) || scheme.equals(TieredConnector.SCHEME);
  }

  boolean isDormant() {
    return dormant;
  }

  /** How much of its budget is left. */
  Room room() {
    return room;
  }

  Connector connector() {
    Connector open = connector;
    return open != null ? open : open();
  }

  private synchronized Connector open() {
    Connector open = connector;
    if (open == null) {
      open = Connectors.open(part.address(), options);
      connector = open;
    }
    return open;
  }

  /** The connector as one that can do more. */
  <C extends Connector> C as(Class<C> capability, StoreAddress whole) {
    Connector open = connector();
    if (capability.isInstance(open)) {
      return capability.cast(open);
    }
    throw new UnsupportedOperationException(
        "The store %s cannot do this: the connector of its part '%s' (%s) is no %s."
            .formatted(whole.base(), name(), address(), capability.getSimpleName()));
  }

  synchronized void close() {
    Connector open = connector;
    if (open != null) {
      open.close();
    }
  }
}
