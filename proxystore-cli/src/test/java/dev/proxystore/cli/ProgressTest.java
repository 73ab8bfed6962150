package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final int LENGTH = 40 << 20;

  @Test
  void aLongTransferShowsHowFarItIs() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (ProgressBar bar = Progress.bar("genome.fa", LENGTH, new PrintStream(shown, true, UTF_8));
        InputStream in = Progress.wrap(new ByteArrayInputStream(new byte[LENGTH]), bar)) {
      assertThat(in.readAllBytes()).hasSize(LENGTH);
    }
    assertThat(shown.toString(UTF_8)).contains("genome.fa").contains("100%").contains("40/40 MiB");
  }

  @Test
  void nothingIsShownWhereNobodyLooks() {
    assertThat(new Progress().bar("genome.fa", LENGTH)).isNull();
  }
}
