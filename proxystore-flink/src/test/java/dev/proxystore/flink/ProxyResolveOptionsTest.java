package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class ProxyResolveOptionsTest {
  private static final OutputTag<String> MISSING = new OutputTag<>("missing", Types.STRING);

  @Test
  void theDefaults() {
    ProxyResolveOptions options = ProxyResolveOptions.defaults();
    assertThat(options.mode()).isEqualTo(Mode.ORDERED);
    assertThat(options.release()).isEqualTo(Release.AS_PROXY_SAYS);
    assertThat(options.maxInFlight()).isEqualTo(ProxyResolveOptions.DEFAULT_MAX_IN_FLIGHT);
    assertThat(options.maxBytesInFlight())
        .isEqualTo(ProxyResolveOptions.DEFAULT_MAX_BYTES_IN_FLIGHT);
    assertThat(options.retainCheckpoints())
        .isEqualTo(ProxyResolveOptions.DEFAULT_RETAIN_CHECKPOINTS)
        .isOne();
    assertThat(options.missingObjects()).isEqualTo(MissingObjectPolicy.fail());
    assertThat(options.savepoints()).isEqualTo(Savepoints.IGNORED);
    assertThat(options.stores()).isEmpty();
    assertThat(options.consumer()).isNull();
    assertThat(options.input()).isEqualTo(Input.SHARED);
  }

  @Test
  void everyValueCanBeChangedAndTravelsWithTheJob() throws Exception {
    StoreConfig store = StoreConfig.of("local:frames");
    ProxyResolveOptions options =
        ProxyResolveOptions.defaults()
            .setMode(Mode.UNORDERED)
            .setRelease(Release.KEEP)
            .setMaxInFlight(7)
            .setMaxBytesInFlight(MemorySize.ofMebiBytes(1))
            .setRetainCheckpoints(3)
            .setMissingObjects(MissingObjectPolicy.sideOutput(MISSING))
            .setSavepoints(Savepoints.RESPECTED)
            .setStores(store)
            .setConsumer("thumbnails")
            .setInput(Input.BROADCAST);
    assertThat(options.consumer()).isEqualTo("thumbnails");
    assertThat(options.input()).isEqualTo(Input.BROADCAST);
    assertThat(options.mode()).isEqualTo(Mode.UNORDERED);
    assertThat(options.release()).isEqualTo(Release.KEEP);
    assertThat(options.maxInFlight()).isEqualTo(7);
    assertThat(options.maxBytesInFlight()).isEqualTo(MemorySize.ofMebiBytes(1));
    assertThat(options.retainCheckpoints()).isEqualTo(3);
    assertThat(options.missingObjects()).isEqualTo(MissingObjectPolicy.sideOutput(MISSING));
    assertThat(options.savepoints()).isEqualTo(Savepoints.RESPECTED);
    assertThat(options.stores()).containsExactly(store);
    assertThat(InstantiationUtil.clone(options)).isEqualTo(options);
  }

  @Test
  void boundsOfNothingAreRefused() {
    ProxyResolveOptions options = ProxyResolveOptions.defaults();
    assertThatThrownBy(() -> options.setMaxInFlight(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and 64 mb");
    assertThatThrownBy(() -> options.setMaxBytesInFlight(MemorySize.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 100 and 0 bytes");
    assertThatThrownBy(() -> options.setConsumer("two words"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name of a consumer");
    assertThatThrownBy(() -> options.setRetainCheckpoints(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0.");
  }
}
