package dev.proxystore.cli;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Key;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts files. */
@Command(
    name = "put",
    description =
        "Puts files, however large, and prints the URI of each object. Programs read it as a LargeObject.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  proxystore put --store redis://localhost:6379/genomes genome.fa",
      "  tar c images | proxystore put --id images --ttl 1d -"
    })
final class PutCommand extends HelpOption implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Mixin private StoreOption store = new StoreOption();
  @Mixin private Output output = new Output();
  @Mixin private Progress progress = new Progress();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; - is standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The object's id, in place of a new one; an object of this id is replaced.")
  private @Nullable String id;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long it stays, such as 10m, 12h or 7d. Default: as the store is set.")
  private @Nullable String timeToLive;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "What a store that is made of several chooses by; may be repeated.")
  private List<String> tags = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (id != null && files.size() > 1) {
      throw Failures.argument(
          spec.commandLine(), "An id is for one object, found %d files.".formatted(files.size()));
    }
    if (Collections.frequency(files, STANDARD_INPUT) > 1) {
      throw Failures.argument(spec.commandLine(), "Standard input can be read once.");
    }
    PutOptions options = options();
    try (Store open = store.open()) {
      for (String file : files) {
        put(open, file, options);
      }
    }
    return 0;
  }

  private PutOptions options() {
    return Failures.argument(
        spec.commandLine(),
        () -> {
          PutOptions options = PutOptions.defaults().withTags(tags.toArray(String[]::new));
          if (id != null) {
            options = options.withId(Key.toEvict(id).id()); // refuses what is no id
          }
          return timeToLive == null
              ? options
              : options.withTimeToLive(ConnectorOptions.parseDuration("--ttl", timeToLive));
        });
  }

  private void put(Store open, String file, PutOptions options) throws IOException {
    boolean isStandardInput = file.equals(STANDARD_INPUT);
    if (!isStandardInput && Files.isDirectory(Path.of(file))) {
      throw new FileSystemException("'" + file + "'", null, "it is a folder; expected a file");
    }
    long length = isStandardInput ? -1 : Files.size(Path.of(file));
    long start = System.nanoTime();
    @Nullable ProgressBar bar = progress.bar(file, length);
    Key key;
    try (InputStream in = isStandardInput ? System.in : Files.newInputStream(Path.of(file))) {
      key = open.put(Progress.wrap(in, bar), options);
    } finally {
      Progress.end(bar);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String uri = open.proxyFromKey(key).toUri().toString();
    output.answer(
        uri,
        Output.fields(
            "file",
            file,
            "uri",
            uri,
            "id",
            key.id(),
            "bytes",
            key.length(),
            "seconds",
            Double.valueOf(String.format(Locale.ROOT, "%.3f", seconds))));
  }
}
