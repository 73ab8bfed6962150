package dev.proxystore.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server to start: the file that the system property {@code proxystore.redis.server} or the
 * variable {@code PROXYSTORE_REDIS_SERVER} names, else the binary on the class path for this
 * machine, copied once to the temporary folder under a name that holds its checksum.
 */
final class RedisBinary {
  private static final String VERSION = "7.0.15";

  private RedisBinary() {}

  static Path locate() {
    return Stream.of(
            System.getProperty("proxystore.redis.server"), System.getenv("PROXYSTORE_REDIS_SERVER"))
        .filter(given -> given != null && !given.isEmpty())
        .findFirst()
        .map(Path::of)
        .orElseGet(Bundled::path);
  }

  /** Unpacked when it is first asked for, once a JVM. */
  private static final class Bundled {
    private static final Path PATH = unpack();

    static Path path() {
      return PATH;
    }

    private static Path unpack() {
      try {
        byte[] binary = read(resource());
        Path target =
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "proxystore-redis-server-%s-%s-%s"
                    .formatted(VERSION, System.getProperty("user.name"), checksum(binary)));
        if (!Files.isExecutable(target) || !Arrays.equals(Files.readAllBytes(target), binary)) {
          write(binary, target);
        }
        return target;
      } catch (IOException e) {
        throw new UncheckedIOException("The bundled Redis server cannot be unpacked.", e);
      }
    }

    /** Another JVM may do the same: each renames a whole file of its own. */
    private static void write(byte[] binary, Path target) throws IOException {
      Path temporary = Files.createTempFile(target.getParent(), "proxystore-redis-server", null);
      Files.write(temporary, binary);
      if (!temporary.toFile().setExecutable(true, true)) {
        throw new IOException(temporary + " cannot be made executable.");
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] read(String resource) throws IOException {
      try (InputStream in = RedisBinary.class.getResourceAsStream("/" + resource)) {
        return Optional.ofNullable(in)
            .orElseThrow(
                () ->
                    new IOException(
                        "No %s on the class path: add org.signal:embedded-redis, or name a server with -Dproxystore.redis.server=PATH."
                            .formatted(resource)))
            .readAllBytes();
      }
    }

    private static String resource() {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
      return "redis-server-%s-%s-%s"
          .formatted(
              VERSION,
              os.startsWith("mac") ? "darwin" : os,
              machine.equals("aarch64") || machine.equals("arm64") ? "arm64" : "amd64");
    }

    private static String checksum(byte[] binary) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(binary);
        return HexFormat.of().formatHex(digest, 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JVM has SHA-256.", e);
      }
    }
  }
}
