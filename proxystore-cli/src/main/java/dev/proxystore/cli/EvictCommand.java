package dev.proxystore.cli;

import dev.proxystore.store.Store;
import picocli.CommandLine.Command;

/** Removes objects. */
@Command(
    name = "evict",
    description = "Removes objects. Those that are not there are no failure.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  proxystore evict \"$uri\"",
      "  proxystore ls --older-than 7d --json | jq -r .uri | xargs -d '\\n' proxystore evict"
    })
final class EvictCommand extends ObjectsCommand {
  @Override
  boolean run(NamedObject object, Output output) {
    Store store = object.open();
    boolean there = store.exists(object.key());
    store.evict(object.key());
    output.answer(
        (there ? "evicted  " : "missing  ") + object.uri(),
        Output.fields("uri", object.uri(), "evicted", there));
    return true;
  }
}
