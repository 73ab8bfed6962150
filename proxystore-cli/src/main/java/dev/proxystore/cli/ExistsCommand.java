package dev.proxystore.cli;

import picocli.CommandLine.Command;

/** Says whether objects are there. */
@Command(
    name = "exists",
    description = "Says whether objects are there. Exit status 1 if one is not.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore exists \"$uri\" && echo there")
final class ExistsCommand extends ObjectsCommand {
  @Override
  boolean run(NamedObject object, Output output) {
    boolean there = object.open().exists(object.key());
    output.answer(
        (there ? "there    " : "missing  ") + object.uri(),
        Output.fields("uri", object.uri(), "there", there));
    return there;
  }
}
