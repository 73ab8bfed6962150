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

/** Says whether objects are there. */
@Command(
    name = "exists",
    description = "Says whether objects are there. Exit status 1 if one is not.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore exists \"$uri\" && echo there")
final class ExistsCommand extends HelpOption implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "URI", arity = "1..*", description = "The objects.")
  private List<String> uris = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    boolean all = true;
    List<StoreFactory<?>> objects =
        uris.stream()
            .<StoreFactory<?>>map(each -> ObjectArguments.parse(spec.commandLine(), each))
            .toList();
    for (StoreFactory<?> object : objects) {
      Store open = ObjectArguments.store(object);
      boolean there = open.exists(object.key());
      all &= there;
      output.answer(
          (there ? "there    " : "missing  ") + object.toUri(),
          Output.fields("uri", object.toUri().toString(), "there", there));
    }
    return all ? 0 : 1;
  }
}
