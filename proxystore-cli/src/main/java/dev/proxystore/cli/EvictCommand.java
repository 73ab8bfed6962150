package dev.proxystore.cli;

import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes objects. */
@Command(
    name = "evict",
    description = "Removes objects. Those that are not there are no failure.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore evict \"$uri\"")
final class EvictCommand extends HelpOption implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "URI", arity = "1..*", description = "The objects.")
  private List<String> uris = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<StoreFactory<?>> objects =
        uris.stream()
            .<StoreFactory<?>>map(each -> ObjectArguments.parse(spec.commandLine(), each))
            .toList();
    for (StoreFactory<?> object : objects) {
      Store open = ObjectArguments.store(object);
      boolean there = open.exists(object.key());
      open.evict(object.key());
      output.answer(
          (there ? "evicted  " : "missing  ") + object.toUri(),
          Output.fields("uri", object.toUri().toString(), "evicted", there));
    }
    return 0;
  }
}
