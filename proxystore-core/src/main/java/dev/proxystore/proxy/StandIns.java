package dev.proxystore.proxy;

import org.objenesis.Objenesis;
import org.objenesis.ObjenesisStd;
import org.objenesis.instantiator.ObjectInstantiator;

/** Makes transparent stand-ins. Safe for use by several threads. */
final class StandIns {
  private static final Objenesis OBJENESIS = new ObjenesisStd(false);

  /** Held by the classes of stand-ins, so that they go with them. */
  private static final ClassValue<ObjectInstantiator<?>> MAKERS =
      new ClassValue<>() {
        @Override
        protected ObjectInstantiator<?> computeValue(Class<?> type) {
          return OBJENESIS.getInstantiatorOf(type);
        }
      };

  private StandIns() {}

  /** No constructor runs: what a constructor does is done by the one of the object. */
  static <S> S of(Proxy<?> proxy, Class<S> type) {
    Class<? extends S> implementation = StandInClasses.of(type);
    Object standIn = MAKERS.get(implementation).newInstance();
    ((StandIn) standIn).proxyStoreAttach(new StandInTarget(proxy, type));
    return type.cast(standIn);
  }
}
