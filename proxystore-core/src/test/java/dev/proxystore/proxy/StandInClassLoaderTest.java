package dev.proxystore.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stand-ins for types of an application whose class loader goes away, as that of a job does. */
final class StandInClassLoaderTest {

  /** What the application that goes away has. */
  public interface Greeting extends Supplier<String> {
    String greet();
  }

  /** Loads this test's nested types itself, and all else as its parent does. */
  private static final class ApplicationLoader extends ClassLoader {
    ApplicationLoader() {
      super(StandInClassLoaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(Greeting.class.getName()) && findLoadedClass(name) == null
          ? define(name)
          : super.loadClass(name, resolve);
    }

    private Class<?> define(String name) {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aClassLoaderWhoseTypesWereStoodInForIsLetGo() throws Exception {
    try (Store store = Store.open("local:loaders-" + UUID.randomUUID())) {
      Proxy<String> proxy = store.proxy("hello");
      WeakReference<ClassLoader> gone = new WeakReference<>(standInOnce(proxy));
      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(gone.get()).isNull();
              });
      assertThat(proxy.as(CharSequence.class)).hasToString("hello");
    }
  }

  private static ClassLoader standInOnce(Proxy<String> proxy) throws ClassNotFoundException {
    ClassLoader application = new ApplicationLoader();
    Class<?> greeting = application.loadClass(Greeting.class.getName());
    Object standIn = proxy.as(greeting);
    assertThat(greeting).isNotSameAs(Greeting.class);
    assertThat(standIn).isInstanceOf(greeting);
    assertThat(standIn.getClass().getClassLoader()).isSameAs(application);
    assertThat(proxy.as(greeting).getClass()).isSameAs(standIn.getClass());
    return application;
  }

  @Test
  void aTypeIsStoodInForByOneClassHoweverManyThreadsAsk() {
    try (Store store = Store.open("local:loaders-" + UUID.randomUUID())) {
      Proxy<String> proxy = store.proxy("hello");
      List<Class<?>> classes =
          IntStream.range(0, 64)
              .parallel()
              .<Class<?>>mapToObj(i -> proxy.as(Comparable.class).getClass())
              .distinct()
              .toList();
      assertThat(classes).hasSize(1);
    }
  }
}
