package dev.proxystore.cli;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a store. */
@Command(
    name = "doctor",
    description = {
      "Checks a store: whether it can be reached and how fast, what it is, and whether everything that programs do there"
          + " works and is allowed. It puts some objects of up to 4 MiB and removes them. Exit status 1 if a check fails."
    },
    footerHeading = "%nExample:%n",
    footer = "  proxystore doctor --store redis://localhost:6379/frames")
final class DoctorCommand extends HelpOption implements Callable<Integer> {
  @Mixin private StoreOption store = new StoreOption();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    long start = System.nanoTime();
    try (Connector connector = store.openConnector()) {
      findings.add(
          Finding.ok("reachable", connector.address().toString(), System.nanoTime() - start));
      findings.addAll(new Examination(connector).run());
    } catch (ProxyStoreException e) {
      findings.add(Finding.failed("reachable", e, System.nanoTime() - start));
    }
    print(findings);
    return findings.stream().anyMatch(each -> each.state() == Finding.State.FAILED) ? 1 : 0;
  }

  private void print(List<Finding> findings) {
    if (output.isJson()) {
      findings.forEach(
          each ->
              output.row(
                  Output.fields(
                      "check",
                      each.check(),
                      "state",
                      each.state().text(),
                      "detail",
                      each.detail(),
                      "millis",
                      Math.round(each.nanos() / 1e4) / 100.0)));
      return;
    }
    Table table = new Table("", "check", "time>", "");
    findings.forEach(
        each ->
            table.add(
                each.state().text(), each.check(), Amounts.millis(each.nanos()), each.detail()));
    table.lines().forEach(output::line);
  }
}
