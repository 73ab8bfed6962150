package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HazelcastAddressTest {

  private static HazelcastAddress parse(String text) {
    return HazelcastAddress.parse(StoreAddress.parse(text));
  }

  @Test
  void hostsAreThoseOfAClient() {
    HazelcastAddress address = parse("hazelcast://one:5801,10.0.0.2:5802/frames?cluster=grid");
    assertThat(address.embedded()).isFalse();
    assertThat(address.members()).containsExactly("one:5801", "10.0.0.2:5802");
    assertThat(address.clusterName()).isEqualTo("grid");
    assertThat(address.store().name()).isEqualTo("frames");
  }

  @Test
  void portAndClusterHaveHazelcastsDefaults() {
    HazelcastAddress address = parse("hazelcast://one,two/frames");
    assertThat(address.members()).containsExactly("one:5701", "two:5701");
    assertThat(address.clusterName()).isEqualTo("dev");
  }

  @Test
  void aHostMayBeAnAddressOfVersion6() {
    assertThat(parse("hazelcast://[::1]:5801/frames").members()).containsExactly("[::1]:5801");
  }

  @Test
  void embeddedIsTheMemberInThisProcess() {
    HazelcastAddress address = parse("hazelcast:embedded/frames");
    assertThat(address.embedded()).isTrue();
    assertThat(address.members()).isEmpty();
    assertThat(address.cluster()).isEmpty();
    assertThat(address.instance()).isEmpty();
  }

  @Test
  void anEmbeddedAddressMayChooseAnInstanceOrAClusterToJoin() {
    assertThat(parse("hazelcast:embedded/frames?instance=my%20one").instance()).hasValue("my one");
    HazelcastAddress joining =
        parse("hazelcast:embedded/frames?cluster=grid&members=127.0.0.1:5701,127.0.0.1:5702");
    assertThat(joining.cluster()).hasValue("grid");
    assertThat(joining.members()).containsExactly("127.0.0.1:5701", "127.0.0.1:5702");
  }

  @Test
  void aClustersNameSurvivesTheWayThroughAnAddress() {
    String name = "a+b c&d/ü";
    assertThat(HazelcastAddress.parse(HazelcastAddress.embedded(name, "frames")).cluster())
        .hasValue(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hazelcast:frames",
        "hazelcast:/embedded/frames",
        "hazelcast:other/frames",
        "hazelcast:///frames",
        "hazelcast://one/deep/frames",
        "hazelcast://one:0/frames",
        "hazelcast://one:65536/frames",
        "hazelcast://one:port/frames",
        "hazelcast://one,,two/frames",
        "hazelcast://one/frames?cluster=",
        "hazelcast://one/frames?instance=x",
        "hazelcast://one/frames?custer=grid",
        "hazelcast:embedded/frames?members=",
        "hazelcast:embedded/frames?instance=x&members=one:5701"
      })
  void anythingElseIsRefusedWithTheExpectedForm(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("hazelcast://host:5701,host:5702/name?cluster=dev")
        .hasMessageContaining("hazelcast:embedded/name");
  }
}
