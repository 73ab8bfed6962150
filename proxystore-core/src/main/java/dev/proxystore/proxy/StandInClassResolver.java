package dev.proxystore.proxy;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import org.jspecify.annotations.Nullable;

/**
 * Has a Kryo write transparent stand-ins as what they are, in place of the names of their classes,
 * which exist in this process only: {@code new Kryo(new StandInClassResolver(), null)}. Used by one
 * thread, as a Kryo is.
 */
public final class StandInClassResolver extends DefaultClassResolver {

  @Override
  public @Nullable Registration getRegistration(@SuppressWarnings("rawtypes") Class type) {
    if (!StandIn.class.isAssignableFrom(type)) {
      return super.getRegistration(type);
    }
    Registration known = super.getRegistration(StandIn.class);
    return known != null ? known : registerImplicit(StandIn.class);
  }
}
