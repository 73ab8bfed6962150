package dev.proxystore.store.executor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Like one in another process, it runs copies of tasks, which have left what is not serialised. */
final class SerialisingExecutor extends ThreadPoolExecutor {

  SerialisingExecutor() {
    super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    return super.submit(copy(task));
  }

  @SuppressWarnings("unchecked") // a copy
  private static <T> T copy(T object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
