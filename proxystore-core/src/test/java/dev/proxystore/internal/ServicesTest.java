package dev.proxystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.ConnectorProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServicesTest {
  /** Loads the core anew, with more services than it has. */
  private static URLClassLoader loader(Path services) throws IOException {
    URL core = ConnectorProvider.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] path = {core, services.toUri().toURL()};
    return new URLClassLoader(path, ServicesTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean isCore =
            name.startsWith("dev.proxystore.") && !name.endsWith("LocalConnectorProvider");
        Class<?> known = findLoadedClass(name);
        return known != null ? known : isCore ? findClass(name) : super.loadClass(name, resolve);
      }
    };
  }

  @Test
  void aProviderThatCannotBeLoadedDoesNotKeepTheOthersFromWorking(@TempDir Path folder)
      throws Exception {
    Path list = folder.resolve("META-INF/services/" + ConnectorProvider.class.getName());
    Files.createDirectories(list.getParent());
    Files.writeString(list, "dev.proxystore.missing.Provider\n");
    try (URLClassLoader loader = loader(folder)) {
      Class<?> service = loader.loadClass(ConnectorProvider.class.getName());
      List<?> found =
          (List<?>)
              loader
                  .loadClass(Services.class.getName())
                  .getMethod("load", Class.class)
                  .invoke(null, service);
      assertThat(found)
          .as("all but that of another class loader and the missing one")
          .extracting(each -> each.getClass().getSimpleName())
          .containsExactly(
              "FileConnectorProvider", "MultiConnectorProvider", "TieredConnectorProvider");
    }
  }
}
