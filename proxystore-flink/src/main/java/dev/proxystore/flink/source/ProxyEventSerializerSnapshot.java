package dev.proxystore.flink.source;

import dev.proxystore.proxy.Proxy;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;

/**
 * What a savepoint says of a {@link ProxyEventSerializer}: the snapshot of its proxies' serializer.
 * Public because Flink instantiates it; not for use.
 */
@Internal
public final class ProxyEventSerializerSnapshot<T>
    extends CompositeTypeSerializerSnapshot<ProxyEvent<T>, ProxyEventSerializer<T>> {
  private static final int VERSION = 1;

  /** For reading only. */
  public ProxyEventSerializerSnapshot() {}

  ProxyEventSerializerSnapshot(ProxyEventSerializer<T> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  /** Version 1 has nothing beside the proxies' serializer. */
  @Override
  protected void readOuterSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "Expected the snapshot of an event serializer in version %d, found version %d: it was written by another release."
              .formatted(VERSION, readVersion));
    }
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(ProxyEventSerializer<T> outer) {
    return new TypeSerializer<?>[] {outer.proxies()};
  }

  @Override
  @SuppressWarnings("unchecked") // it was written by getNestedSerializers
  protected ProxyEventSerializer<T> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new ProxyEventSerializer<>((TypeSerializer<Proxy<T>>) nested[0]);
  }
}
