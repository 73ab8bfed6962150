package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
  private static final Records RECORDS = new Records(3, 40, 1000);
  private static final int DROPPED = 7;

  private final List<String> lines =
      new ArrayList<>(
          LongStream.range(0, RECORDS.count())
              .filter(number -> !Records.isDropped(number))
              .mapToObj(RECORDS::expected)
              .toList());

  private Results results() {
    return Results.of(lines, RECORDS);
  }

  @Test
  void eachResultOnceAndRightIsClean() {
    assertThat(results()).isEqualTo(new Results(0, 0, 0));
  }

  @Test
  void aRecordWithoutAResultIsLost() {
    lines.remove(5);
    lines.remove(8);
    assertThat(results()).isEqualTo(new Results(2, 0, 0));
  }

  @Test
  void allAreLostWhereThereIsNoResult() {
    int all = lines.size();
    lines.clear();
    assertThat(results()).isEqualTo(new Results(all, 0, 0));
  }

  @Test
  void everyFurtherResultOfARecordIsADuplicate() {
    lines.add(lines.get(2));
    lines.add(lines.get(2));
    lines.add(lines.get(4));
    assertThat(results()).isEqualTo(new Results(0, 3, 0));
  }

  @Test
  void anotherChecksumIsWrong() {
    lines.set(0, lines.get(0).replaceAll(".$", "x"));
    assertThat(results()).isEqualTo(new Results(0, 0, 1));
  }

  @Test
  void theBytesOfAnotherRecordAreWrong() {
    lines.set(2, Records.result(2, RECORDS.bytes(3)));
    assertThat(results()).isEqualTo(new Results(0, 0, 1));
  }

  @Test
  void theBytesOfAnotherSeedAreWrong() {
    lines.set(2, new Records(4, 40, 1000).expected(2));
    assertThat(results()).isEqualTo(new Results(0, 0, 1));
  }

  @Test
  void resultsOfRecordsThatWereDroppedOrNeverWereAreWrong() {
    lines.add(RECORDS.expected(DROPPED));
    lines.add(RECORDS.expected(RECORDS.count()));
    lines.add("no number");
    assertThat(results()).isEqualTo(new Results(0, 0, 3));
  }

  @Test
  void onlyCommittedFilesAreRead(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("part-1-0"), lines.subList(0, 3));
    Files.write(folder.resolve("part-2-0"), lines.subList(3, 5));
    Files.write(folder.resolve(".part-2-1.inprogress.x"), lines.subList(5, 6));
    assertThat(Results.read(folder)).containsExactlyInAnyOrderElementsOf(lines.subList(0, 5));
  }

  @Test
  void aJobThatNeverCommittedHasNoResults(@TempDir Path folder) throws IOException {
    assertThat(Results.read(folder.resolve("none"))).isEmpty();
  }
}
