package dev.proxystore.cli;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists objects. */
@Command(
    name = "ls",
    description = {
      "Lists objects: id, size as stored, age, and how long they stay. It looks at all that begin with --prefix; Hazelcast"
          + " sends their values for that.",
      "",
      "The age is that since the object was put; in Redis, which keeps no more, since it was last used, or looked at by ls or stats.",
      "",
      "In JSON each has a URI that exists and evict take; to get an object takes all that put prints."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  proxystore ls --store redis://localhost:6379/frames --sort size --limit 20",
      "  proxystore ls --prefix camera-7 --filter '*.raw' --older-than 1d --json"
    })
final class ListCommand extends HelpOption implements Callable<Integer> {
  /** What comes first. */
  enum Sort {
    ID,
    SIZE,
    AGE
  }

  @Mixin private StoreOption store = new StoreOption();
  @Mixin private Output output = new Output();

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only ids that begin with it; the store looks at no others, where it can.")
  private String prefix = "";

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description = "Only ids that match it as a whole: * is any text, ? any character.")
  private @Nullable String filter;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Only objects of this age or more, such as 10m, 12h or 7d.")
  private @Nullable String olderThan;

  @Option(
      names = "--sort",
      description =
          "What comes first: by ${COMPLETION-CANDIDATES}; the largest and the oldest first. Default: id.")
  private Sort sort = Sort.ID;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most that are listed; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int limit = 1000;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw Failures.argument(
          spec.commandLine(), "--limit is 0 or more, found %d.".formatted(limit));
    }
    Comparator<StoredObject> order = order();
    PriorityQueue<StoredObject> first = new PriorityQueue<>(order.reversed());
    Predicate<StoredObject> wanted = wanted();
    long[] matching = new long[1];
    StoreAddress address;
    try (InspectableConnector connector = store.inspect()) {
      address = connector.address();
      connector.inspect(
          prefix,
          each -> {
            if (wanted.test(each)) {
              matching[0]++;
              first.add(each);
              if (limit > 0 && first.size() > limit) {
                first.poll();
              }
            }
          });
    }
    List<StoredObject> objects = new ArrayList<>(first);
    objects.sort(order);
    print(address, Collections.unmodifiableList(objects), matching[0]);
    return 0;
  }

  private Comparator<StoredObject> order() {
    Comparator<StoredObject> byId = Comparator.comparing(StoredObject::id);
    return switch (sort) {
      case ID -> byId;
      case SIZE ->
          Comparator.<StoredObject>comparingLong(each -> -each.bytes().orElse(-1))
              .thenComparing(byId);
      case AGE ->
          Comparator.<StoredObject, Duration>comparing(each -> each.age().orElse(Duration.ZERO))
              .reversed()
              .thenComparing(byId);
    };
  }

  private Predicate<StoredObject> wanted() {
    Predicate<StoredObject> byName = filter == null ? each -> true : Glob.of(filter)::test;
    String age = olderThan;
    if (age == null) {
      return byName;
    }
    Duration least =
        Failures.argument(
            spec.commandLine(), () -> ConnectorOptions.parseDuration("--older-than", age));
    return byName.and(each -> each.age().filter(found -> found.compareTo(least) >= 0).isPresent());
  }

  /** Ids that a glob matches. */
  private record Glob(Pattern pattern) {
    static Glob of(String glob) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < glob.length(); i++) {
        char each = glob.charAt(i);
        text.append(each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(String.valueOf(each)));
      }
      return new Glob(Pattern.compile(text.toString(), Pattern.DOTALL));
    }

    boolean test(StoredObject object) {
      return pattern.matcher(object.id()).matches();
    }
  }

  private void print(StoreAddress address, List<StoredObject> objects, long matching) {
    if (output.isJson()) {
      objects.forEach(each -> output.row(fields(address, each)));
      return;
    }
    Table table = new Table("id", "size>", "age>", "stays>");
    objects.forEach(
        each ->
            table.add(
                each.id(),
                each.bytes().isPresent() ? Amounts.bytes(each.bytes().getAsLong()) : "",
                each.age().map(Amounts::time).orElse(""),
                each.timeToLive().map(Amounts::time).orElse("")));
    table.lines().forEach(output::line);
    output.line(
        objects.size() == matching
            ? matching == 1 ? "1 object" : "%d objects".formatted(matching)
            : "%d of %d objects; --limit shows more".formatted(objects.size(), matching));
  }

  static Map<String, Object> fields(StoreAddress address, StoredObject each) {
    return Output.fields(
        "id",
        each.id(),
        "uri",
        NamedObject.of(address, each.id()).uri(),
        "bytes",
        each.bytes().isPresent() ? each.bytes().getAsLong() : null,
        "ageSeconds",
        each.age().map(Duration::toSeconds).orElse(null),
        "staysSeconds",
        each.timeToLive().map(Duration::toSeconds).orElse(null));
  }
}
