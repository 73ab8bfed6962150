package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.AddressException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is started. */
final class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 129, 100_000})
  void aParallelismOutOfBoundsIsRefusedWithThem(int parallelism) {
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> DemoSize.requireReasonable(parallelism))
        .withMessage("--parallelism is from 1 to 128, found " + parallelism + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "a b:1, expected HOST:PORT",
    "'', expected HOST:PORT",
    "localhost, expected HOST:PORT",
    "http://localhost:8181, expected HOST:PORT",
    "user@host:8181, expected HOST:PORT",
    "127.0.0.1:99999, expected a port from 1 to 65535",
    "127.0.0.1:0, expected a port from 1 to 65535",
  })
  void anAddressOfAClusterThatIsNoneIsRefusedWithWhatWasExpected(String text, String expected) {
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> ClusterAddress.parse(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining(expected)
        .withMessageContaining("such as 127.0.0.1:8181");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8181", "flink-1.example:80", "[::1]:8181"})
  void anAddressOfAClusterIsThatOfItsRestApi(String text) {
    assertThat(ClusterAddress.parse(text).rest()).hasToString("http://" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local:demo", "hazelcast:embedded/demo", "hazelcast:embedded/demo?cluster=a"})
  void aStoreThatOneProcessSeesIsRefusedForAJobInOthers(String address) {
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> DemoStore.requireVisibleElsewhere(address))
        .withMessageContaining(address)
        .withMessageContaining("one that they all reach");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hazelcast",
        "redis",
        "file",
        "redis://127.0.0.1:6379/demo",
        "hazelcast:embedded/demo?members=10.0.0.1:5701"
      })
  void aStoreThatOthersSeeIsTaken(String store) {
    assertThatCode(() -> DemoStore.requireVisibleElsewhere(store)).doesNotThrowAnyException();
  }

  @Test
  void aStoreWithoutAnAddressIsRefused() {
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> DemoStore.requireVisibleElsewhere(""));
  }

  @Test
  void pathsWithoutANameAreRefusedWithTheOption() {
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> DemoPaths.folder(Path.of("")))
        .withMessageContaining("--input");
    assertThatExceptionOfType(DemoException.class)
        .isThrownBy(() -> DemoPaths.target(Path.of("")))
        .withMessageContaining("--out");
  }
}
