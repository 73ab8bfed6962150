package dev.proxystore.connector.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FastStoreTest {
  private static final StoreAddress ADDRESS = StoreAddress.parse("local:fast");

  private int attempts;
  private boolean isThere;

  private Connector open() {
    attempts++;
    if (!isThere) {
      throw new ConnectorException(ADDRESS, "is away.", null);
    }
    return Connectors.open(ADDRESS, ConnectorOptions.defaults());
  }

  @Test
  void oneThatIsAwayIsOpenedWhenItIsBack() {
    try (FastStore store = new FastStore(ADDRESS, this::open, Duration.ZERO)) {
      assertThatThrownBy(store::get).isInstanceOf(ConnectorException.class);
      isThere = true;
      assertThat(store.get()).isSameAs(store.get());
      assertThat(attempts).isEqualTo(3);
    }
  }

  @Test
  void oneThatIsAwayIsNotTriedByEveryCall() {
    try (FastStore store = new FastStore(ADDRESS, this::open, Duration.ofHours(1))) {
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(store::get).hasMessageContaining("is away");
      }
      assertThat(attempts).isEqualTo(1);
    }
  }

  @Test
  void oneThatIsClosedIsNotOpenedAgain() {
    FastStore store = new FastStore(ADDRESS, this::open, Duration.ZERO);
    store.close();
    isThere = true;
    assertThatThrownBy(store::get).hasMessageContaining("is closed");
    assertThat(attempts).isEqualTo(1);
  }
}
