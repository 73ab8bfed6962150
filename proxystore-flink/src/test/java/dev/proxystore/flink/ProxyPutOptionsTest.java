package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyPutOptions.ValueEncoding;
import dev.proxystore.store.OnResolve;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ProxyPutOptionsTest {

  @Test
  void theDefaults() {
    ProxyPutOptions options = ProxyPutOptions.defaults();
    assertThat(options.onResolve()).isEqualTo(OnResolve.EVICT);
    assertThat(options.encoding()).isEqualTo(ValueEncoding.STORE);
    assertThat(options.maxLiveBytes()).isEqualTo(ProxyPutOptions.UNLIMITED);
    assertThat(options.fanOut()).isOne();
    assertThat(options.inlineThreshold()).isEqualTo(MemorySize.ZERO);
  }

  @Test
  void everyValueCanBeChangedAndTravelsWithTheJob() throws Exception {
    ProxyPutOptions options =
        ProxyPutOptions.defaults()
            .setEncoding(ValueEncoding.FLINK)
            .setMaxLiveBytes(MemorySize.ofMebiBytes(1))
            .setFanOut(3)
            .setInlineThreshold(new MemorySize(512));
    assertThat(options.inlineThreshold()).isEqualTo(new MemorySize(512));
    assertThat(options.fanOut()).isEqualTo(3);
    assertThat(options.encoding()).isEqualTo(ValueEncoding.FLINK);
    assertThat(options.maxLiveBytes()).isEqualTo(MemorySize.ofMebiBytes(1));
    assertThat(ProxyPutOptions.defaults().setOnResolve(OnResolve.KEEP).onResolve())
        .isEqualTo(OnResolve.KEEP);
    assertThat(InstantiationUtil.clone(options)).isEqualTo(options);
  }

  @Test
  void consumersOfObjectsThatAreKeptAreRefused() {
    assertThatThrownBy(() -> ProxyPutOptions.defaults().setFanOut(2).setOnResolve(OnResolve.KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set EVICT, or no fan-out");
  }

  @Test
  void aThresholdThatNoProxyCanCarryIsRefused() {
    assertThatThrownBy(
            () -> ProxyPutOptions.defaults().setInlineThreshold(MemorySize.ofMebiBytes(65)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Put larger ones into the store");
  }

  @Test
  void aBoundOfNothingIsRefused() {
    assertThatThrownBy(() -> ProxyPutOptions.defaults().setMaxLiveBytes(MemorySize.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 byte");
  }

  @Test
  void aBoundOnObjectsThatAreKeptIsRefused() {
    ProxyPutOptions bounded = ProxyPutOptions.defaults().setMaxLiveBytes(MemorySize.ofMebiBytes(1));
    assertThatThrownBy(() -> bounded.setOnResolve(OnResolve.KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave it out or set onResolve to EVICT");
  }
}
