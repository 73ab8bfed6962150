package dev.proxystore.store.executor;

import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Kryo that counts what it writes. */
final class CountingSerializer implements Serializer {
  private final Serializer kryo = KryoSerializer.allowing(List.of());
  private final AtomicInteger serialized = new AtomicInteger();

  int serialized() {
    return serialized.get();
  }

  @Override
  public String id() {
    return "counting";
  }

  @Override
  public byte[] serialize(Object value) {
    serialized.incrementAndGet();
    return kryo.serialize(value);
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return kryo.deserialize(bytes);
  }
}
