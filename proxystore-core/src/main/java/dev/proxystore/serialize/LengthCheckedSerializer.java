package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Tells the input that the number which the serializer reads first is a length. */
final class LengthCheckedSerializer<T> extends Serializer<T> {
  private final Serializer<T> serializer;

  LengthCheckedSerializer(Serializer<T> serializer) {
    super(serializer.getAcceptsNull(), serializer.isImmutable());
    this.serializer = serializer;
  }

  @Override
  public void write(Kryo kryo, Output output, T value) {
    serializer.write(kryo, output, value);
  }

  @Override
  public T read(Kryo kryo, Input input, Class<? extends T> type) {
    ((CheckedInput) input).expectLength();
    return serializer.read(kryo, input, type);
  }
}
