package dev.proxystore.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that does the same with each of some objects. */
@Command
abstract class ObjectsCommand extends HelpOption implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "URI",
      arity = "1..*",
      description = "The objects; what stands behind the '#' may be left out.")
  private List<String> uris = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** All are understood before anything is done with one. */
  @Override
  public final Integer call() {
    List<NamedObject> objects =
        uris.stream().map(each -> NamedObject.parse(spec.commandLine(), each)).toList();
    boolean well = true;
    for (NamedObject each : objects) {
      well &= run(each, output);
    }
    return well ? 0 : 1;
  }

  /** Does it with one, and says whether that is well. */
  abstract boolean run(NamedObject object, Output output);
}
