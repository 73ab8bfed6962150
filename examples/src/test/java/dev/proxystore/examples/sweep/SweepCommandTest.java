package dev.proxystore.examples.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says; what a sweep removes is tested where jobs run. */
class SweepCommandTest {
  private static final String JOB = "9b2d6b1f0c7a4e5d8f3a2b1c0d9e8f7a";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine command = SweepCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String store() {
    return "file://" + folder.resolve("frames");
  }

  @Test
  void withoutYesItCountsAndRemovesNothing() {
    assertThat(run("--store", store(), "--job", JOB)).isZero();
    assertThat(out.toString())
        .contains("has 0 objects of the job " + JOB)
        .contains("Nothing was removed; --yes removes them.");
  }

  @Test
  void withYesItSaysHowManyWentAway() {
    assertThat(run("--store", store(), "--job", JOB, "--yes")).isZero();
    assertThat(out.toString()).contains("0 objects of the job " + JOB + " were removed");
  }

  @Test
  void aSavepointIsForgottenByItsNumberWithYesOnly() {
    assertThat(run("--store", store(), "--job", JOB, "--forget-savepoint", "17")).isZero();
    assertThat(out.toString()).contains("0 savepoints of the job " + JOB + " can be forgotten");
    assertThat(run("--store", store(), "--job", JOB, "--forget-savepoint", "all", "--yes"))
        .isZero();
    assertThat(out.toString()).contains("0 savepoints of the job " + JOB + " were forgotten");
    assertThat(run("--store", store(), "--job", JOB, "--forget-savepoint", "latest")).isEqualTo(2);
    assertThat(err.toString()).contains("'latest' is no savepoint, expected its number");
  }

  @Test
  void anArgumentThatIsWrongIsRefusedWithWhatIsExpected() {
    assertThat(run("--store", store(), "--job", "seven")).isEqualTo(2);
    assertThat(err.toString()).contains("'seven' is no job, expected 32 hexadecimal digits");
  }

  @Test
  void aStoreThatCannotBeReachedIsASentence() {
    assertThat(run("--store", "redis://127.0.0.1:1/frames", "--job", JOB)).isEqualTo(1);
    assertThat(err.toString()).startsWith("bin/sweep: The store redis://127.0.0.1:1/frames");
  }
}
