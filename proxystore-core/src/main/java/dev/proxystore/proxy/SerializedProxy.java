package dev.proxystore.proxy;

import static java.util.Objects.requireNonNull;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;

/**
 * What Java serialisation writes in place of a proxy: the factory's frame and nothing else. Public
 * because {@link Externalizable} asks for it; not for use.
 */
public final class SerializedProxy implements Externalizable {
  private static final long serialVersionUID = 1L;

  private @Nullable Proxy<?> proxy;

  /** For deserialisation only. */
  public SerializedProxy() {}

  SerializedProxy(Proxy<?> proxy) {
    this.proxy = proxy;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    FactoryFormats.get().write(requireNonNull(proxy).factory(), out);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    proxy = Proxy.of(FactoryFormats.get().read(in));
  }

  private Object readResolve() {
    return requireNonNull(proxy);
  }
}
