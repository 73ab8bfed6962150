package dev.proxystore.flink.typeutils;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
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
 * What a savepoint says of a {@link StandInSerializer}. Version 1: the name of the type that is
 * stood in for, and the address of the stream's own store, empty if it has none, both in modified
 * UTF-8 ({@link java.io.DataOutput#writeUTF}). Public because Flink instantiates it; not for use.
 */
@Internal
public final class StandInSerializerSnapshot<S> implements TypeSerializerSnapshot<S> {
  private static final int VERSION = 1;

  private @Nullable Class<S> type;
  private @Nullable StoreAddress store;

  /** For reading only. */
  public StandInSerializerSnapshot() {}

  StandInSerializerSnapshot(Class<S> type, @Nullable StoreAddress store) {
    this.type = type;
    this.store = store;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(requireNonNull(type).getName());
    out.writeUTF(store == null ? "" : store.toString());
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "Expected the snapshot of a stand-in serializer in version %d, found version %d: it was written by another release."
              .formatted(VERSION, readVersion));
    }
    type = type(in.readUTF(), userCodeClassLoader);
    String address = in.readUTF();
    store = address.isEmpty() ? null : StoreAddress.parse(address);
  }

  @SuppressWarnings("unchecked") // the name is that of the type
  private static <S> Class<S> type(String name, ClassLoader loader) throws IOException {
    try {
      return (Class<S>) Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IOException(
          "The state holds stand-ins for %s, which is not on the job's class path.".formatted(name),
          e);
    }
  }

  @Override
  public TypeSerializer<S> restoreSerializer() {
    return new StandInSerializer<>(requireNonNull(type), store);
  }

  @Override
  public TypeSerializerSchemaCompatibility<S> resolveSchemaCompatibility(
      TypeSerializerSnapshot<S> oldSnapshot) {
    if (!(oldSnapshot instanceof StandInSerializerSnapshot<?> old) || type != old.type) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return Objects.equals(store, old.store)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
