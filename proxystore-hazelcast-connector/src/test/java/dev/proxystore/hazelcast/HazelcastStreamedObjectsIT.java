package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StreamContract;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class HazelcastStreamedObjectsIT extends StreamContract {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected Connector open() {
    return Connectors.open(
        StoreAddress.parse(member.store("contract")), ConnectorOptions.defaults());
  }

  @Test
  void anUploadWhosePartsWentMeanwhileIsNoObject() {
    try (HazelcastConnector connector = (HazelcastConnector) open()) {
      Key key = Key.ofStream("upload", 1);
      try (Upload upload = connector.upload(key, Connector.UNLIMITED)) {
        for (int i = 0; i < 3; i++) {
          upload.write(new byte[upload.pieceSize()]);
        }
        connector.list("upload~", note -> connector.evict(Key.toEvict(note)));
        assertThatThrownBy(upload::commit)
            .isInstanceOf(ConnectorException.class)
            .hasMessageContaining("a part of it went");
      }
      assertThat(connector.exists(key)).isFalse();
    }
  }
}
