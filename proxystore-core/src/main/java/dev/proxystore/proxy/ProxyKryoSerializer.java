package dev.proxystore.proxy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Carries proxies through any Kryo, Flink's fallback included: the reference travels, a copy is
 * unresolved, and nothing is fetched. Kryo finds it by itself through the annotation on {@link
 * Proxy}.
 */
public final class ProxyKryoSerializer extends Serializer<Proxy<?>> {

  public ProxyKryoSerializer() {
    super(false, false);
  }

  @Override
  public void write(Kryo kryo, Output output, Proxy<?> proxy) {
    write(output, proxy);
  }

  static void write(Output output, Proxy<?> proxy) {
    try {
      DataOutputStream out = new DataOutputStream(output);
      FactoryFormats.get().write(proxy.factory(), out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Proxy<?> read(Kryo kryo, Input input, Class<? extends Proxy<?>> type) {
    return read(input);
  }

  static Proxy<?> read(Input input) {
    try {
      return Proxy.of(FactoryFormats.get().read(new DataInputStream(input)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Proxy<?> copy(Kryo kryo, Proxy<?> original) {
    return Proxy.of(original.factory());
  }
}
