package dev.proxystore.proxy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Carries transparent stand-ins through a Kryo with a {@link StandInClassResolver}: the reference
 * and the type travel, the copy is unresolved, and nothing is fetched. Found through annotations.
 */
public final class StandInKryoSerializer extends Serializer<StandIn> {

  public StandInKryoSerializer() {
    super(false, false);
  }

  /**
   * Writes the reference.
   *
   * @throws KryoException if this Kryo has another class resolver, which has written the name of a
   *     class that no other process has
   */
  @Override
  public void write(Kryo kryo, Output output, StandIn standIn) {
    StandInTarget target = standIn.proxyStoreTarget();
    if (kryo.getRegistration(standIn.getClass()).getType() != StandIn.class) {
      throw new KryoException(
          "The stand-in for %s cannot be written by this Kryo: write Proxies.proxyOf(it), or make the Kryo with a StandInClassResolver."
              .formatted(target.type().getTypeName()));
    }
    kryo.writeClass(output, target.type());
    ProxyKryoSerializer.write(output, target.proxy());
  }

  @Override
  public StandIn read(Kryo kryo, Input input, Class<? extends StandIn> type) {
    Class<?> standsInFor = kryo.readClass(input).getType();
    return (StandIn) ProxyKryoSerializer.read(input).as(standsInFor);
  }

  @Override
  public StandIn copy(Kryo kryo, StandIn original) {
    StandInTarget target = original.proxyStoreTarget();
    return (StandIn) Proxy.of(target.proxy().factory()).as(target.type());
  }
}
