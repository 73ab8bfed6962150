package dev.proxystore.hazelcast;

import com.hazelcast.map.MapInterceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a member fail when the third value that is not a text is put into a map. */
final class ThirdChunkRefused implements MapInterceptor {
  private static final long serialVersionUID = 1L;

  private final AtomicInteger chunks = new AtomicInteger();

  @Override
  public Object interceptPut(Object oldValue, Object newValue) {
    if (newValue instanceof byte[] && chunks.incrementAndGet() == 3) {
      throw new IllegalStateException("no more");
    }
    return newValue;
  }

  @Override
  public Object interceptGet(Object value) {
    return value;
  }

  @Override
  public Object interceptRemove(Object removedValue) {
    return removedValue;
  }

  @Override
  public void afterGet(Object value) {}

  @Override
  public void afterPut(Object value) {}

  @Override
  public void afterRemove(Object oldValue) {}
}
