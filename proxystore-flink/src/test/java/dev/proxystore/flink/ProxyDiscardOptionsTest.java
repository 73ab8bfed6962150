package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ProxyDiscardOptionsTest {

  @Test
  void theDefaults() {
    ProxyDiscardOptions options = ProxyDiscardOptions.defaults();
    assertThat(options.release()).isEqualTo(Release.AS_PROXY_SAYS);
    assertThat(options.retainCheckpoints())
        .isEqualTo(ProxyResolveOptions.DEFAULT_RETAIN_CHECKPOINTS);
    assertThat(options.savepoints()).isEqualTo(Savepoints.IGNORED);
    assertThat(options.stores()).isEmpty();
    assertThat(options.consumer()).isNull();
    assertThat(options.input()).isEqualTo(Input.SHARED);
  }

  @Test
  void everyValueCanBeChangedAndTravelsWithTheJob() throws Exception {
    StoreConfig store = StoreConfig.of("local:frames");
    ProxyDiscardOptions options =
        ProxyDiscardOptions.defaults()
            .setRelease(Release.EVICT)
            .setRetainCheckpoints(2)
            .setSavepoints(Savepoints.RESPECTED)
            .setStores(store)
            .setConsumer("thumbnails")
            .setInput(Input.BROADCAST);
    assertThat(options.consumer()).isEqualTo("thumbnails");
    assertThat(options.input()).isEqualTo(Input.BROADCAST);
    assertThat(options.release()).isEqualTo(Release.EVICT);
    assertThat(options.retainCheckpoints()).isEqualTo(2);
    assertThat(options.savepoints()).isEqualTo(Savepoints.RESPECTED);
    assertThat(options.stores()).containsExactly(store);
    assertThat(InstantiationUtil.clone(options)).isEqualTo(options);
  }

  @Test
  void aDiscardThatKeepsAndNoCheckpointAtAllAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyDiscardOptions.defaults().setRelease(Release.KEEP))
        .withMessageContaining("found KEEP");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxyDiscardOptions.defaults().setRetainCheckpoints(0))
        .withMessageContaining("found 0.");
  }
}
