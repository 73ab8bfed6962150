package dev.proxystore.cli;

import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sums up what a store holds. */
@Command(
    name = "stats",
    description =
        "Sums up what a store holds, and what its system says of itself. It looks at all objects, as ls does.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore stats --store redis://localhost:6379/frames")
final class StatsCommand extends HelpOption implements Callable<Integer> {
  private static final int LARGEST = 5;

  @Mixin private StoreOption store = new StoreOption();
  @Mixin private Output output = new Output();

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that begin with it.")
  private String prefix = "";

  /** Sums over objects. */
  private static final class Sums {
    long objects;
    long bytes;
    long limited;
    long unknown;
    final PriorityQueue<StoredObject> largest =
        new PriorityQueue<>(Comparator.comparingLong(each -> each.bytes().orElse(0)));

    void add(StoredObject each) {
      objects++;
      bytes += each.bytes().orElse(0);
      unknown += each.bytes().isPresent() ? 0 : 1;
      limited += each.timeToLive().isPresent() ? 1 : 0;
      largest.add(each);
      if (largest.size() > LARGEST) {
        largest.poll();
      }
    }

    List<StoredObject> largestFirst() {
      return largest.stream()
          .sorted(
              Comparator.<StoredObject>comparingLong(each -> -each.bytes().orElse(0))
                  .thenComparing(StoredObject::id))
          .toList();
    }
  }

  @Override
  public Integer call() {
    Sums sums = new Sums();
    Map<String, String> system;
    StoreAddress address;
    try (InspectableConnector connector = store.inspect()) {
      address = connector.address();
      system = connector.describe();
      connector.inspect(prefix, sums::add);
    }
    if (output.isJson()) {
      output.row(json(address, system, sums));
    } else {
      print(address, system, sums);
    }
    return 0;
  }

  private static Map<String, Object> json(
      StoreAddress address, Map<String, String> system, Sums sums) {
    Map<String, Object> fields =
        Output.fields(
            "store",
            address.toString(),
            "objects",
            sums.objects,
            "bytes",
            sums.bytes,
            "withTimeToLive",
            sums.limited,
            "ofUnknownSize",
            sums.unknown);
    fields.put(
        "largest",
        sums.largestFirst().stream().map(each -> ListCommand.fields(address, each)).toList());
    fields.put("system", new LinkedHashMap<>(system));
    return fields;
  }

  private void print(StoreAddress address, Map<String, String> system, Sums sums) {
    Table table = new Table(address.toString(), "");
    table.add("objects", Long.toString(sums.objects));
    table.add("bytes", "%s (%d)".formatted(Amounts.bytes(sums.bytes), sums.bytes));
    table.add("with a time to live", Long.toString(sums.limited));
    if (sums.unknown > 0) {
      table.add("of unknown size", Long.toString(sums.unknown));
    }
    sums.largestFirst()
        .forEach(
            each ->
                table.add(
                    "largest",
                    "%s  %s".formatted(Amounts.bytes(each.bytes().orElse(0)), each.id())));
    system.forEach(table::add);
    table.lines().forEach(output::line);
  }
}
