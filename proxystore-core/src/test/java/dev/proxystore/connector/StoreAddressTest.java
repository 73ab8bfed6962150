package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://127.0.0.1:6379/frames|redis|frames",
        "redis://host:6379/2/frames|redis|frames",
        "rediss://host/a.b-c_1|rediss|a.b-c_1",
        "hazelcast://a:5701,b:5702/frames?cluster=grid|hazelcast|frames",
        "hazelcast:embedded/frames|hazelcast|frames",
        "file:///var/data@home/frames|file|frames",
        "local:frames|local|frames"
      })
  void schemeAndNameAreReadAndTheTextIsKept(String text, String scheme, String name) {
    StoreAddress address = StoreAddress.parse(text);
    assertThat(address.scheme()).isEqualTo(scheme);
    assertThat(address.name()).isEqualTo(name);
    assertThat(address).hasToString(text).isEqualTo(StoreAddress.parse(text));
    assertThat(address.uri()).hasToString(text);
  }

  @Test
  void schemeAndHostsArePutInLowerCaseAndNamesAreNot() {
    assertThat(StoreAddress.parse("REDIS://Host-A:6379/Frames?Cluster=Grid"))
        .isEqualTo(StoreAddress.parse("redis://host-a:6379/Frames?Cluster=Grid"))
        .isNotEqualTo(StoreAddress.parse("redis://host-a:6379/frames?Cluster=Grid"));
  }

  @Test
  void parametersAreReadInTheirOrderWithNamesInLowerCase() {
    StoreAddress address = StoreAddress.parse("hazelcast://h/s?Cluster=Grid&flag&b=c=d");
    assertThat(address.parameters())
        .containsExactly(
            Map.entry("cluster", "Grid"), Map.entry("flag", ""), Map.entry("b", "c=d"));
    assertThat(address.base()).isEqualTo("hazelcast://h/s");
    assertThat(StoreAddress.parse("local:s").parameters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://me:hunter2@host:6379/frames",
        "redis://:hunter2@host/frames",
        "redis://hunter2@host/frames",
        "redis://me:hunter2/x@host:6379/frames",
        "redis://me:hunter2?x@host:6379/frames",
        "redis://me:hunter2#x@host:6379/frames",
        "redis://me:@hunter2@host:6379/frames",
        "redis:me:hunter2@host:6379/frames",
        "redis:/me:hunter2@host/frames",
        "redis:///me:hunter2@host/frames",
        "redis://me%3Ahunter2%40host/frames",
        "redis://host/frames?p%61ssword=hunter2",
        "//me:hunter2@host/frames",
        "me:hunter2@host/frames",
        "redis://host/frames?password=hunter2",
        "redis://host/frames?x=y&Pass=hunter2",
        "redis://host/frames?auth-token=hunter2",
        "redis://host/frames?keystore-password=hunter2",
        "redis://host/frames?user=hunter2",
        "redis://host/frames?api_key=hunter2",
        "redis://bad host/frames?password=hunter2",
        "redis://host/frames?secret=hunter2#x"
      })
  void aSecretIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> StoreAddress.parse(text))
        .isInstanceOf(AddressException.class)
        .satisfies(e -> assertThat(e).message().doesNotContain("hunter2"));
  }

  @Test
  void aRefusedSecretIsSentWhereItBelongs() {
    assertThatThrownBy(() -> StoreAddress.parse("redis://me:hunter2@host:6379/frames"))
        .hasMessageContaining("host:6379/frames")
        .hasMessageContaining("PROXYSTORE_PASSWORD")
        .hasMessageContaining("CredentialsProvider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frames",
        "/frames",
        "local:",
        "local:a:b",
        "redis://host",
        "redis://host/",
        "redis://host?x=y",
        "redis://host:6379",
        "redis://host/fra mes",
        "redis://host/fra%20mes",
        "redis://host/-frames",
        "redis://host/frames#fragment",
        "redis://host/främe",
        ":frames",
        "1:frames"
      })
  void whatIsNoAddressOfAStoreIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> StoreAddress.parse(text))
        .isInstanceOf(AddressException.class)
        .message()
        .contains(text.replaceFirst("\\?.*", ""))
        .endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hazelcast://h/frames?cluster=a&cluster=b",
        "hazelcast://h/frames?cluster=a&Cluster=a",
        "hazelcast://h/frames?x&cluster&y=1&cluster=a"
      })
  void aParameterThatIsGivenTwiceIsRefused(String text) {
    assertThatThrownBy(() -> StoreAddress.parse(text))
        .isInstanceOf(AddressException.class)
        .hasMessage(
            "The store address hazelcast://h/frames was given with the parameter 'cluster' twice: give it once.");
  }

  @Test
  void anAddressTooLongToTravelIsRefused() {
    assertThatThrownBy(() -> StoreAddress.parse("redis://" + "h".repeat(4096) + "/frames"))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("up to 4096 bytes");
  }
}
