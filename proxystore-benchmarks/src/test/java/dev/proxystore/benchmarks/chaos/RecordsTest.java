package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecordsTest {
  private static final Records RECORDS = new Records(1, 160, 10_000);

  @Test
  void theBytesFollowFromSeedAndNumber() {
    assertThat(RECORDS.bytes(12)).isEqualTo(new Records(1, 20, 10_000).bytes(12));
    assertThat(RECORDS.bytes(12)).isNotEqualTo(new Records(2, 160, 10_000).bytes(12));
  }

  @Test
  void someAreTinyAndSomeAreLarge() {
    assertThat(LongStream.range(0, RECORDS.count()).map(each -> RECORDS.bytes(each).length))
        .anyMatch(length -> length <= 1024)
        .anyMatch(length -> length >= 160_000)
        .allMatch(length -> length > 0);
  }

  @Test
  void theTotalIsThatOfAllBytes() {
    assertThat(RECORDS.totalBytes())
        .isEqualTo(
            LongStream.range(0, RECORDS.count()).map(each -> RECORDS.bytes(each).length).sum());
  }

  @Test
  void tooFewAndTooLargeOnesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Records(1, 3, 1000))
        .withMessageContaining("was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Records(1, 100, 1 << 30))
        .withMessageContaining("expected 16 to 4194304");
  }
}
