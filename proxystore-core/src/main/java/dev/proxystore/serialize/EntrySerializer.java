package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Entries of maps: the key, then the value. Their fields are closed to reflection. */
final class EntrySerializer extends Serializer<Object> {
  private final BinaryOperator<Object> maker;

  EntrySerializer(BinaryOperator<Object> maker) {
    this.maker = maker;
  }

  @Override
  public void write(Kryo kryo, Output output, Object entry) {
    kryo.writeClassAndObject(output, ((Map.Entry<?, ?>) entry).getKey());
    kryo.writeClassAndObject(output, ((Map.Entry<?, ?>) entry).getValue());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    return maker.apply(kryo.readClassAndObject(input), kryo.readClassAndObject(input));
  }
}
