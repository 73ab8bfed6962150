package dev.proxystore.connector.combined;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamContract;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.serialize.Descriptor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TieredStreamTest extends StreamContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    InnerStores stores = new InnerStores(folder);
    return stores.open(stores.writeThrough());
  }

  @Test
  void aCopyThatWasReadWhileItsReplacementWasWrittenIsNotReadAgain() {
    InnerStores stores = new InnerStores(folder);
    try (StreamableConnector connector = (StreamableConnector) stores.open(stores.writeThrough())) {
      byte[] old = {1, 2, 3};
      Key key = new Key("replaced", Descriptor.of("bytes", old));
      connector.put(key, old, Connector.UNLIMITED);
      try (Upload upload = connector.upload(key, Connector.UNLIMITED)) {
        upload.write(new byte[] {4, 5, 6});
        assertThat(connector.get(key)).hasValue(old);
        upload.commit();
      }
      assertThat(connector.get(key)).hasValue(new byte[] {4, 5, 6});
    }
  }
}
