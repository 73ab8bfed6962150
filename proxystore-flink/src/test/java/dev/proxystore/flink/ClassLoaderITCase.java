package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.hazelcast.HazelcastOptions;
import dev.proxystore.redis.RedisOptions;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that brings ProxyStore in its own jar: its class loader goes when the job has ended. */
@Timeout(120)
class ClassLoaderITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  /** Visible from every class loader. */
  private static final String LOADER = "proxystore.test.loader";

  @AfterEach
  void forget() {
    System.getProperties().remove(LOADER);
  }

  /** Leaves a trace of the class loader in which the stores are. */
  private static final class Length implements MapFunction<String, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer map(String value) {
      System.getProperties().put(LOADER, new WeakReference<>(Stores.class.getClassLoader()));
      return value.length();
    }
  }

  private static String folderOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  /** All of ProxyStore: a connector of the parent would not fit the job's own core. */
  private static Configuration jobWithItsOwnClasses() {
    Configuration configuration = new Configuration();
    configuration.set(
        PipelineOptions.CLASSPATHS,
        Stream.of(
                ClassLoaderITCase.class,
                ProxyStreams.class,
                Stores.class,
                RedisOptions.class,
                HazelcastOptions.class)
            .map(ClassLoaderITCase::folderOf)
            .toList());
    return configuration;
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> loader() {
    return (WeakReference<ClassLoader>) System.getProperties().get(LOADER);
  }

  @Test
  void afterTheJobItsClassLoaderIsUnreachable() throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(jobWithItsOwnClasses());
    environment.setParallelism(1);
    var proxies =
        ProxyStreams.put(
            environment.fromData(List.of("a", "bb", "ccc"), Types.STRING),
            StoreConfig.of("local:class-loader"));
    assertThat(results(ProxyStreams.resolve(proxies.rebalance(), new Length(), Types.INT)))
        .containsExactly(1, 2, 3);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return loader().refersTo(null);
            });
  }
}
