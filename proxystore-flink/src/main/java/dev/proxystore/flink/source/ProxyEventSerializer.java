package dev.proxystore.flink.source;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.MetadataFormat;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the proxy as its serializer does, the metadata as {@link MetadataFormat} does, the topic
 * in modified UTF-8, and the time in milliseconds since 1970 as eight bytes. Never fetches.
 */
@Internal
final class ProxyEventSerializer<T> extends TypeSerializer<ProxyEvent<T>> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<Proxy<T>> proxies;

  ProxyEventSerializer(TypeSerializer<Proxy<T>> proxies) {
    this.proxies = proxies;
  }

  TypeSerializer<Proxy<T>> proxies() {
    return proxies;
  }

  @Override
  public boolean isImmutableType() {
    return false; // the proxy keeps what it fetched
  }

  @Override
  public TypeSerializer<ProxyEvent<T>> duplicate() {
    return new ProxyEventSerializer<>(proxies.duplicate());
  }

  @Override
  @SuppressWarnings("NullAway") // Flink's way to say that instances cannot be reused
  public ProxyEvent<T> createInstance() {
    return null;
  }

  @Override
  public ProxyEvent<T> copy(ProxyEvent<T> from) {
    return new ProxyEvent<>(
        proxies.copy(from.proxy()), from.metadata(), from.topic(), from.sentAt());
  }

  @Override
  public ProxyEvent<T> copy(ProxyEvent<T> from, ProxyEvent<T> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(ProxyEvent<T> event, DataOutputView target) throws IOException {
    proxies.serialize(event.proxy(), target);
    MetadataFormat.write(event.metadata(), target);
    target.writeUTF(event.topic());
    target.writeLong(event.sentAt().toEpochMilli());
  }

  @Override
  public ProxyEvent<T> deserialize(DataInputView source) throws IOException {
    return new ProxyEvent<>(
        proxies.deserialize(source),
        MetadataFormat.read(source),
        source.readUTF(),
        Instant.ofEpochMilli(source.readLong()));
  }

  @Override
  public ProxyEvent<T> deserialize(ProxyEvent<T> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyEventSerializer<?> that && proxies.equals(that.proxies);
  }

  @Override
  public int hashCode() {
    return proxies.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<ProxyEvent<T>> snapshotConfiguration() {
    return new ProxyEventSerializerSnapshot<>(this);
  }
}
