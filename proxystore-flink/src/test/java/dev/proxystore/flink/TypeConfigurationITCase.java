package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Proxies made known to Flink by configuration alone. */
@Timeout(60)
class TypeConfigurationITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  /** A POJO as users write it. */
  public static final class Page {
    public String address;
    public Proxy<String> text;

    public Page() {}

    Page(String address, Proxy<String> text) {
      this.address = address;
      this.text = text;
    }
  }

  /**
   * Flink parses the option once a process and refuses to do so again, as the cluster's own
   * environment would: so another environment, which runs nothing, is given it.
   */
  private static void configure() {
    Configuration configuration = new Configuration();
    configuration.setString(
        "pipeline.serialization-config",
        "[dev.proxystore.proxy.Proxy: {type: typeinfo, class:"
            + " dev.proxystore.flink.typeutils.ProxyTypeInfoFactory}]");
    StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
  }

  @Test
  void theOptionOfTheDocumentationMakesProxiesInPojosKnown() throws Exception {
    configure();
    Configuration withoutKryo = new Configuration();
    withoutKryo.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(withoutKryo);
    environment.setParallelism(1);
    TypeInformation<Page> type = TypeInformation.of(Page.class);
    assertThat(((CompositeType<?>) type).getTypeAt("text")).isInstanceOf(ProxyTypeInfo.class);
    try (TestStore server = TestStore.start()) {
      PutFunction<String, String, Page> function = PutFunction.of(text -> text, Page::new);
      var pages =
          ProxyStreams.put(
              environment.fromData(List.of("a", "b"), Types.STRING),
              server.config(),
              ProxyPutOptions.defaults(),
              function,
              Types.STRING,
              type);
      var texts =
          ProxyStreams.resolve(
              pages.rebalance(),
              page -> page.text,
              (page, text, out) -> out.collect(page.address + text),
              Types.STRING,
              ProxyResolveOptions.defaults());
      assertThat(results(texts)).containsExactly("aa", "bb");
    }
  }
}
