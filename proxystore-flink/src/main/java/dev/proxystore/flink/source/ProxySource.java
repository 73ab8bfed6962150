package dev.proxystore.flink.source;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.source.enumerator.ProxySourceEnumState;
import dev.proxystore.flink.source.enumerator.ProxySourceEnumStateSerializer;
import dev.proxystore.flink.source.enumerator.ProxySourceEnumerator;
import dev.proxystore.flink.source.reader.ProxySourceReader;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.source.split.ProxySourceSplitSerializer;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads topics as a stream of proxies. It moves references and never fetches an object: the job
 * filters, keys and routes, and whoever computes resolves.
 *
 * <pre>{@code
 * ProxySource<Proxy<byte[]>> source =
 *     ProxySource.<byte[]>builder()
 *         .setBroker("redis://localhost:6379/events?broker=stream")
 *         .setTopics("frames")
 *         .build();
 * DataStream<Proxy<byte[]>> frames =
 *     env.fromSource(source, WatermarkStrategy.noWatermarks(), "frames");
 * }</pre>
 *
 * <p>What it promises is what the broker can give. A replayable one: each event exactly once in
 * Flink's state, with checkpoints. A queue: at least once, as far as it keeps what was not
 * acknowledged. A broadcast: at most once.
 *
 * @param <OUT> the type of the records: proxies, unless told otherwise
 */
@PublicEvolving
public final class ProxySource<OUT>
    implements Source<OUT, ProxySourceSplit, ProxySourceEnumState>, ResultTypeQueryable<OUT> {
  private static final long serialVersionUID = 1L;

  private final ProxySourceSettings settings;
  private final ProxyEventDeserializer<?, OUT> deserializer;

  ProxySource(ProxySourceSettings settings, ProxyEventDeserializer<?, OUT> deserializer) {
    this.settings = requireNonNull(settings, "settings");
    this.deserializer = deserializer;
  }

  /**
   * A builder of a source of proxies.
   *
   * @param <T> the type of the objects behind the proxies
   */
  public static <T> ProxySourceBuilder<T, Proxy<T>> builder() {
    return new ProxySourceBuilder<>(ProxyEventDeserializer::ofProxies);
  }

  ProxySourceSettings settings() {
    return settings;
  }

  @Override
  public Boundedness getBoundedness() {
    return settings.boundedness();
  }

  @Override
  public SourceReader<OUT, ProxySourceSplit> createReader(SourceReaderContext context) {
    return ProxySourceReader.create(settings, deserializer, context);
  }

  @Override
  public SplitEnumerator<ProxySourceSplit, ProxySourceEnumState> createEnumerator(
      SplitEnumeratorContext<ProxySourceSplit> context) {
    return restoreEnumerator(context, ProxySourceEnumState.empty());
  }

  @Override
  public SplitEnumerator<ProxySourceSplit, ProxySourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<ProxySourceSplit> context, ProxySourceEnumState state) {
    return new ProxySourceEnumerator(settings, context, state);
  }

  @Override
  public SimpleVersionedSerializer<ProxySourceSplit> getSplitSerializer() {
    return new ProxySourceSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<ProxySourceEnumState> getEnumeratorCheckpointSerializer() {
    return new ProxySourceEnumStateSerializer();
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return deserializer.getProducedType();
  }
}
