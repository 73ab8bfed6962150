package dev.proxystore.cli;

import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import picocli.CommandLine.Command;

/** Removes objects. */
@Command(
    name = "evict",
    description = "Removes objects. Those that are not there are no failure.",
    footerHeading = "%nExample:%n",
    footer = "  proxystore evict \"$uri\"")
final class EvictCommand extends ObjectsCommand {
  @Override
  boolean run(StoreFactory<?> object, Output output) {
    Store store = ObjectArguments.store(object);
    boolean there = store.exists(object.key());
    store.evict(object.key());
    output.answer(
        (there ? "evicted  " : "missing  ") + object.toUri(),
        Output.fields("uri", object.toUri().toString(), "evicted", there));
    return true;
  }
}
