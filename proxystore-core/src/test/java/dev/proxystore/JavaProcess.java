package dev.proxystore;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.minlog.Log;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objenesis.strategy.StdInstantiatorStrategy;
import org.slf4j.Logger;

/** Runs a small program in a JVM of its own, with the core and its libraries on the class path. */
public final class JavaProcess {
  private static final String CLASS_PATH =
      Stream.of(
              ProxyStoreException.class,
              Kryo.class,
              Log.class,
              StdInstantiatorStrategy.class,
              Caffeine.class,
              Logger.class)
          .map(JavaProcess::location)
          .collect(Collectors.joining(File.pathSeparator));

  private JavaProcess() {}

  /**
   * Starts a program; its output goes to {@code output.txt} in the folder, its errors to {@code
   * errors.txt}.
   *
   * @param statements the body of a main method with the parameter {@code arguments}
   */
  public static Process start(Path folder, String statements, String... arguments)
      throws IOException {
    Path source = folder.resolve("Program.java");
    Files.writeString(
        source,
        """
        import dev.proxystore.connector.*;
        import dev.proxystore.connector.file.*;
        import dev.proxystore.proxy.*;
        import dev.proxystore.serialize.*;

        public class Program {
          public static void main(String[] arguments) throws Exception {
            %s
          }
        }
        """
            .formatted(statements));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", CLASS_PATH, source.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(folder.resolve("errors.txt").toFile())
        .redirectOutput(output(folder).toFile())
        .start();
  }

  /** Where the output of the program goes. */
  public static Path output(Path folder) {
    return folder.resolve("output.txt");
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
