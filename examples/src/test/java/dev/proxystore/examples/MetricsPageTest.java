package dev.proxystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.store.metrics.StoreGauge;
import dev.proxystore.store.metrics.StoreOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void thePageNamesEveryMetricOfAStoreAndNoOther() throws Exception {
    Set<String> names = new TreeSet<>(StoreGauge.metrics());
    for (StoreOperation each : StoreOperation.values()) {
      names.addAll(each.metrics());
    }
    String page = Files.readString(PAGE);
    int start = page.indexOf("## Of stores");
    String table = page.substring(start, page.indexOf("| ending |", start));
    Set<String> found =
        Pattern.compile("(?m)^\\| (`.*?) \\|")
            .matcher(table)
            .results()
            .flatMap(row -> Pattern.compile("`(\\w+)`").matcher(row.group(1)).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).isEqualTo(names);
  }
}
