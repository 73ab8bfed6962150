package dev.proxystore.examples.streamdemo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** What the processes reported, and whether it is right. Filled by several threads. */
final class Results {
  private record Digest(String uri, long bytes, String sha256) {}

  private final ProgressBar progress;
  private final List<Digest> digests = new ArrayList<>();
  private long sent;
  private long unread;
  private int withoutFlink;

  Results(ProgressBar progress) {
    this.progress = progress;
  }

  synchronized void take(String[] report) {
    switch (report[0]) {
      case Report.SENT -> sent++;
      case Report.UNREAD -> unread++;
      case Report.NO_FLINK -> withoutFlink++;
      case Report.DIGEST -> add(new Digest(report[1], Long.parseLong(report[2]), report[3]));
      default -> System.err.println(String.join(" ", report));
    }
  }

  private void add(Digest digest) {
    digests.add(digest);
    progress.stepBy(digest.bytes());
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long unread() {
    return unread;
  }

  synchronized long digested() {
    return digests.size();
  }

  synchronized int withoutFlink() {
    return withoutFlink;
  }

  synchronized long bytes() {
    return digests.stream().mapToLong(Digest::bytes).sum();
  }

  /** How many files came out once and with the digest that they have on disk. */
  synchronized long verified() throws IOException {
    long right = 0;
    List<String> seen = new ArrayList<>(digests.size());
    for (Digest each : digests) {
      seen.add(each.uri());
      right += sha256(Path.of(URI.create(each.uri()))).equals(each.sha256()) ? 1 : 0;
    }
    long repeats = seen.size() - seen.stream().distinct().count();
    return right - repeats;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      long unused = digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
