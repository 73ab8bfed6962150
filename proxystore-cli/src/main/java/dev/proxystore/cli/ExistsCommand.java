package dev.proxystore.cli;

import dev.proxystore.store.StoreFactory;
import picocli.CommandLine.Command;

/** Says whether objects are there. */
@Command(
    name = "exists",
    description = "Says whether objects are there. Exit status 1 if one is not.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore exists \"$uri\" && echo there")
final class ExistsCommand extends ObjectsCommand {
  @Override
  boolean run(StoreFactory<?> object, Output output) {
    boolean there = ObjectArguments.store(object).exists(object.key());
    output.answer(
        (there ? "there    " : "missing  ") + object.toUri(),
        Output.fields("uri", object.toUri().toString(), "there", there));
    return there;
  }
}
