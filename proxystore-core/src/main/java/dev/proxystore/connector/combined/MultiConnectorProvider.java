package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Opens {@code multi:name?one=ADDRESS&other=ADDRESS}. */
public final class MultiConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(MultiConnector.SCHEME);
  }

  @Override
  public List<ConnectorOption> options() {
    return List.of(
        new ConnectorOption(
            "*.priority",
            "whole number",
            "0",
            "Of the parts that take an object the highest does."),
        new ConnectorOption("*.min-size", "size", "0b", "The fewest bytes of an object."),
        new ConnectorOption("*.max-size", "size", "none", "The most bytes of an object."),
        new ConnectorOption(
            "*.accepts-tags", "names", "any", "An object has no other tags than these."),
        new ConnectorOption("*.requires-tags", "names", "none", "An object has all these tags."),
        new ConnectorOption(
            "*.hosts", "regular expression", "all", "The hosts whose processes put objects there."),
        new ConnectorOption(
            "*.budget", "size", "none", "The most bytes that this process has there."),
        new ConnectorOption("*.OPTION", "", "", "Any option of the part's own connector."));
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
