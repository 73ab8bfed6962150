package dev.proxystore.proxy;

import com.esotericsoftware.kryo.DefaultSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What every {@linkplain Proxy#as transparent stand-in} is beside the type that it stands in for.
 * Implemented by classes that are made while the program runs, and public for them: to look behind
 * a stand-in use {@link Proxies}.
 */
@DefaultSerializer(StandInKryoSerializer.class)
public interface StandIn {

  /** What is behind the stand-in; called by {@link Proxies} and by serializers. */
  StandInTarget proxyStoreTarget();

  /** Called once, when the stand-in is made. */
  void proxyStoreAttach(StandInTarget target);

  /**
   * Whether the object behind a stand-in equals another, or what that one stands in for: an {@code
   * equals} that looks at the fields of its argument must not see those of a stand-in.
   */
  static boolean equals(StandIn self, @Nullable Object other) {
    Object mine = self.proxyStoreTarget().get();
    return mine.equals(other instanceof StandIn that ? that.proxyStoreTarget().get() : other);
  }

  /** What Java serialisation writes in place of a stand-in. */
  static Object serialized(StandIn self) {
    return new SerializedStandIn(self.proxyStoreTarget());
  }
}
