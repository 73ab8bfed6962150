package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import dev.proxystore.proxy.StandIn;
import org.jspecify.annotations.Nullable;

/** Lets Kryo see registered classes and what the allow-list names, and nothing else. */
final class AllowedClassResolver extends DefaultClassResolver {
  private final AllowList allowed;

  AllowedClassResolver(AllowList allowed) {
    this.allowed = allowed;
  }

  /** The classes of stand-ins exist in this process only, so none is written by its own name. */
  @Override
  public @Nullable Registration getRegistration(@SuppressWarnings("rawtypes") Class type) {
    return super.getRegistration(StandIn.class.isAssignableFrom(type) ? StandIn.class : type);
  }

  /** Asked for each class that is met for the first time, when writing and when reading. */
  @Override
  public Registration registerImplicit(@SuppressWarnings("rawtypes") Class type) {
    allowed.require(type.getName());
    return super.registerImplicit(type);
  }

  /** Asked for each class that is read by name; one that is not known yet is loaded next. */
  @Override
  @SuppressWarnings("rawtypes")
  protected @Nullable Class getTypeByName(String className) {
    Class known = super.getTypeByName(className);
    if (known == null) {
      allowed.require(className);
    }
    return known;
  }
}
