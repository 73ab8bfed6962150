package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
  @TempDir Path folder;

  private static String report(String value) {
    try (Store store = Store.open("local:logs")) {
      Key key = store.put(value);
      store.evict(key);
      return report(store.<String>proxyFromKey(key));
    }
  }

  private static String report(Proxy<String> missing) {
    StringWriter text = new StringWriter();
    try {
      return missing.resolve();
    } catch (MissingObjectException e) {
      e.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }

  @Test
  void anObjectIsMissingOnceHoweverOftenThatIsLogged() throws IOException {
    String one = report("one");
    Files.writeString(folder.resolve("taskmanager-1.log"), one + one + report("two"));
    Files.writeString(folder.resolve("jobmanager.log"), one);
    assertThat(Logs.read(folder).missing()).isEqualTo(2);
  }

  @Test
  void restartsAreCounted() throws IOException {
    String job = "INFO ExecutionGraph - Job Chaos (0a) switched from state RUNNING to ";
    Files.writeString(
        folder.resolve("jobmanager.log"), job + "RESTARTING.\n" + job + "FINISHED.\n");
    assertThat(Logs.read(folder)).isEqualTo(new Logs(0, 1));
  }
}
