package dev.proxystore.flink.operators;

import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes values with Flink's serializer of their type, which is not safe for several threads: each
 * call takes one of some duplicates.
 */
final class FlinkSerializer<T> implements Serializer {
  static final String ID = "flink";

  private static final int INITIAL_BYTES = 256;

  private final TypeSerializer<T> original;
  private final ConcurrentLinkedQueue<TypeSerializer<T>> idle = new ConcurrentLinkedQueue<>();

  FlinkSerializer(TypeSerializer<T> original) {
    this.original = original;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  @SuppressWarnings("unchecked") // the operator's type says so
  public byte[] serialize(Object value) {
    TypeSerializer<T> serializer = take();
    try {
      DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
      serializer.serialize((T) value, out);
      return out.getCopyOfBuffer();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "Flink's %s cannot write a %s: %s"
              .formatted(name(), value.getClass().getTypeName(), e.getMessage()),
          e);
    } finally {
      idle.add(serializer);
    }
  }

  @Override
  public Object deserialize(byte[] bytes) {
    TypeSerializer<T> serializer = take();
    try {
      DataInputDeserializer in = new DataInputDeserializer(bytes);
      Object value = serializer.deserialize(in);
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes were left over");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "Flink's %s cannot read %d bytes: %s. Was the object put with another type?"
              .formatted(name(), bytes.length, e.getMessage()),
          e);
    } finally {
      idle.add(serializer);
    }
  }

  private TypeSerializer<T> take() {
    TypeSerializer<T> serializer = idle.poll();
    return serializer != null ? serializer : original.duplicate();
  }

  private String name() {
    return original.getClass().getSimpleName();
  }
}
