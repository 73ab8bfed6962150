package dev.proxystore.flink.typeutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of a {@link ProxySerializer}. Version 1: the address of the stream's own
 * store in modified UTF-8 ({@link java.io.DataOutput#writeUTF}), empty if it has none.
 *
 * <p>A job whose own store is another one than that of its savepoint reads the old state with the
 * old address and writes it anew. Public because Flink instantiates it; not for use.
 */
@Internal
public final class ProxySerializerSnapshot<T> implements TypeSerializerSnapshot<Proxy<T>> {
  private static final int VERSION = 1;

  private @Nullable StoreAddress store;

  /** For reading only. */
  public ProxySerializerSnapshot() {}

  ProxySerializerSnapshot(@Nullable StoreAddress store) {
    this.store = store;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(store == null ? "" : store.toString());
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "Expected the snapshot of a proxy serializer in version %d, found version %d: it was written by another release."
              .formatted(VERSION, readVersion));
    }
    String address = in.readUTF();
    store = address.isEmpty() ? null : StoreAddress.parse(address);
  }

  @Override
  public TypeSerializer<Proxy<T>> restoreSerializer() {
    return new ProxySerializer<>(store);
  }

  @Override
  public TypeSerializerSchemaCompatibility<Proxy<T>> resolveSchemaCompatibility(
      TypeSerializerSnapshot<Proxy<T>> oldSnapshot) {
    if (!(oldSnapshot instanceof ProxySerializerSnapshot<?> old)) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return Objects.equals(store, old.store)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
