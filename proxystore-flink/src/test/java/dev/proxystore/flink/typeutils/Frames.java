package dev.proxystore.flink.typeutils;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Proxies of objects that were never put, and the bytes that serializers make of things. */
final class Frames {
  private Frames() {}

  static StoreAddress address(String text) {
    return StoreAddress.parse(text);
  }

  static Proxy<byte[]> proxy(String store, Descriptor descriptor, OnResolve onResolve) {
    return proxy(store, "0123456789abcdef0", descriptor, onResolve);
  }

  static Proxy<byte[]> proxy(String store, String id, Descriptor descriptor) {
    return proxy(store, id, descriptor, OnResolve.EVICT);
  }

  private static Proxy<byte[]> proxy(
      String store, String id, Descriptor descriptor, OnResolve onResolve) {
    return Proxy.of(new StoreFactory<>(address(store), new Key(id, descriptor), onResolve));
  }

  static <T> byte[] write(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
