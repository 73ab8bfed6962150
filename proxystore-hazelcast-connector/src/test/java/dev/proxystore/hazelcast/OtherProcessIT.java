package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has the core and this module on its class path, and a proxy's URI, has all. */
final class OtherProcessIT {
  private static final String PROGRAM =
      """
      import dev.proxystore.proxy.Proxy;
      import dev.proxystore.store.Stores;
      import java.net.URI;
      import java.util.Arrays;

      class Resolve {
        public static void main(String[] uris) {
          for (String uri : uris) {
            byte[] bytes = Proxy.fromUri(URI.create(uri), byte[].class).resolve();
            System.out.println(bytes.length + " " + Arrays.hashCode(bytes));
          }
          Stores.closeAll();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void resolvesProxiesByTheirUris() throws Exception {
    byte[] small = {3, 1, 4, 1, 5};
    byte[] large = new byte[(4 << 20) + 1];
    Arrays.fill(large, (byte) 7);
    try (HazelcastMember member = HazelcastMember.start();
        Store store = Store.open(member.store("frames"))) {
      Proxy<byte[]> kept = store.proxy(small);
      Proxy<byte[]> taken = store.proxy(large, PutOptions.evictOnResolve());
      assertThat(resolveElsewhere(kept, taken)).containsExactly(line(small), line(large));
      assertThat(member.instance().getMap("frames").size()).isEqualTo(1);
    }
  }

  private static String line(byte[] bytes) {
    return bytes.length + " " + Arrays.hashCode(bytes);
  }

  private List<String> resolveElsewhere(Proxy<?>... proxies) throws Exception {
    Path source = Files.writeString(folder.resolve("Resolve.java"), PROGRAM);
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(),
                    source.toString()),
                Arrays.stream(proxies).map(proxy -> proxy.toUri().toString()))
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The jars of the core, of what it needs, and of this module; by a class out of each. */
  private static String classPath() throws Exception {
    List<Class<?>> classes =
        List.of(
            Store.class,
            HazelcastConnector.class,
            HazelcastInstance.class,
            org.slf4j.Logger.class,
            Class.forName("com.esotericsoftware.kryo.Kryo"),
            Class.forName("com.esotericsoftware.reflectasm.FieldAccess"),
            Class.forName("com.esotericsoftware.minlog.Log"),
            Class.forName("org.objenesis.Objenesis"),
            Class.forName("com.github.benmanes.caffeine.cache.Cache"));
    return classes.stream()
        .map(OtherProcessIT::location)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
