package dev.proxystore.flink.typeutils;

import static dev.proxystore.flink.typeutils.Frames.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.junit.jupiter.api.Test;

class ProxyTypeInfoTest extends TypeInformationTestBase<ProxyTypeInfo<?>> {

  @Override
  protected ProxyTypeInfo<?>[] getTestData() {
    return new ProxyTypeInfo<?>[] {
      ProxyTypeInfo.forUnknownValues(),
      ProxyTypeInfo.forValues(String.class),
      ProxyTypeInfo.forValues(byte[].class),
      ProxyTypeInfo.forValues(byte[].class).withStore(address("local:frames")),
      ProxyTypeInfo.forValues(byte[].class).withStore(address("local:masks")),
    };
  }

  @Test
  void aProxyIsAKey() {
    assertThat(ProxyTypeInfo.forValues(String.class).isKeyType()).isTrue();
    assertThat(ProxyTypeInfo.forValues(String.class).getTypeClass()).isEqualTo(Proxy.class);
  }

  @Test
  void theTypeOfTheValuesIsKnownIfItWasGiven() {
    assertThat(ProxyTypeInfo.forValues(String.class).valueType()).contains(Types.STRING);
    assertThat(ProxyTypeInfo.forUnknownValues().valueType()).isEmpty();
    assertThat(ProxyTypeInfo.forValues(String.class).withStore(address("local:a")).valueType())
        .contains(Types.STRING);
  }

  @Test
  void theTextSaysWhatTheProxiesStandFor() {
    assertThat(ProxyTypeInfo.forValues(String.class)).hasToString("Proxy<String>");
    assertThat(ProxyTypeInfo.forUnknownValues()).hasToString("Proxy<?>");
  }
}
