package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector must do that can be looked into. A connector's proof is a class that extends
 * this one and says how to open a connector.
 */
public abstract class InspectionContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final String prefix = "look-" + UUID.randomUUID() + "-";
  private InspectableConnector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  @BeforeEach
  final void openConnector() {
    connector = (InspectableConnector) open();
  }

  @AfterEach
  final void closeConnector() {
    connector.close();
  }

  private Key put(String id, int length, Duration timeToLive) {
    byte[] bytes = new byte[length];
    Key key =
        connector.place(
            new Key(connector.newId(prefix + id), Descriptor.of("bytes", bytes)), Set.of());
    connector.put(key, bytes, timeToLive);
    return key;
  }

  private Map<String, StoredObject> inspect() {
    Map<String, StoredObject> found = new HashMap<>();
    connector.inspect(prefix, each -> found.put(each.id(), each));
    return found;
  }

  @Test
  void anObjectIsShownWithItsSizeItsAgeAndHowLongItStays() {
    Key small = put("small", 10, Connector.UNLIMITED);
    Key large = put("large", 5 << 20, Connector.UNLIMITED);
    Key limited = put("limited", 0, HOUR);
    Map<String, StoredObject> found = inspect();
    assertThat(found).containsOnlyKeys(small.id(), large.id(), limited.id());
    assertThat(found.get(small.id()).bytes()).hasValue(10);
    assertThat(found.get(large.id()).bytes()).hasValue(5 << 20);
    assertThat(found.get(limited.id()).bytes()).hasValue(0);
    assertThat(found.get(small.id()).age().orElse(Duration.ZERO))
        .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1));
    assertThat(found.get(small.id()).timeToLive()).isEmpty();
    assertThat(found.get(limited.id()).timeToLive().orElseThrow())
        .isBetween(HOUR.minusMinutes(1), HOUR.plusSeconds(2));
    found.keySet().forEach(id -> connector.evict(Key.toEvict(id)));
    assertThat(inspect()).isEmpty();
  }

  @Test
  void aThousandObjectsAreShown() {
    for (int i = 0; i < 1001; i++) {
      put("many-" + i, 1, Connector.UNLIMITED);
    }
    Map<String, StoredObject> found = inspect();
    assertThat(found).hasSize(1001);
    found.keySet().forEach(id -> connector.evict(Key.toEvict(id)));
  }

  @Test
  void theSystemSaysWhatItIs() {
    assertThat(connector.describe()).isNotEmpty().doesNotContainValue("");
  }
}
