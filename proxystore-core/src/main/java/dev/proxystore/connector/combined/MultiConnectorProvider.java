package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/** Opens {@code multi:name?one=ADDRESS&other=ADDRESS}. */
public final class MultiConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(MultiConnector.SCHEME);
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return new MultiConnector(address, options, hostName());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
