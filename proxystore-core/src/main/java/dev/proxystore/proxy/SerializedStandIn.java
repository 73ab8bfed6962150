package dev.proxystore.proxy;

import static java.util.Objects.requireNonNull;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;

/**
 * What Java serialisation writes in place of a transparent stand-in: the reference and the type
 * that it stands in for, never the object. Public because {@link Externalizable} asks for it; not
 * for use.
 */
public final class SerializedStandIn implements Externalizable {
  private static final long serialVersionUID = 1L;

  private @Nullable Proxy<?> proxy;
  private @Nullable Class<?> type;

  /** For deserialisation only. */
  public SerializedStandIn() {}

  SerializedStandIn(StandInTarget target) {
    proxy = target.proxy();
    type = target.type();
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeObject(type);
    FactoryFormats.get().write(requireNonNull(proxy).factory(), out);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    type = (Class<?>) in.readObject();
    proxy = Proxy.of(FactoryFormats.get().read(in));
  }

  private Object readResolve() {
    return requireNonNull(proxy).as(requireNonNull(type));
  }
}
