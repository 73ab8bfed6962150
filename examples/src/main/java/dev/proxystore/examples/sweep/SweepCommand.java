package dev.proxystore.examples.sweep;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.JobObjects.Count;
import dev.proxystore.flink.JobObjects.Holder;
import dev.proxystore.flink.JobObjects.Savepoint;
import dev.proxystore.store.StoreConfig;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code bin/sweep}: counts or removes what a job that is over left in a store. */
@Command(
    name = SweepCommand.NAME,
    description = {
      "Removes what a Flink job has in a store: what its put operators have put, and what its sinks"
          + " have put and not published. For a job that was cancelled or failed for good, and of"
          + " which no checkpoint is kept: its proxies cannot be resolved afterwards. Counts, and removes"
          + " nothing, unless told --yes. Or forgets a savepoint that nobody will start from any more, so that running jobs remove what it held.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:refused or failed; nothing or not all was removed",
      "2:an argument is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/sweep --store redis://localhost:6379/frames --job 9b2d6b1f0c7a4e5d8f3a2b1c0d9e8f7a",
      "  bin/sweep --store redis://localhost:6379/frames --job 9b2d6b1f0c7a4e5d8f3a2b1c0d9e8f7a --yes",
      "  bin/sweep --store redis://localhost:6379/frames --job 9b2d6b1f0c7a4e5d8f3a2b1c0d9e8f7a"
          + " --forget-savepoint 17 --yes"
    })
public final class SweepCommand implements Callable<Integer> {
  static final String NAME = "bin/sweep";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks for it
  private boolean help;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "ADDRESS",
      description = "The store, such as redis://localhost:6379/frames.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private StoreAddress store;

  @Option(
      names = "--job",
      required = true,
      paramLabel = "ID",
      description = "The job, as Flink shows it: 32 hexadecimal digits.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private JobID job;

  @Option(
      names = "--yes",
      description =
          "Remove them: the job is over, and no checkpoint of it will be used. Or forget the savepoint.")
  private boolean yes;

  @Option(
      names = "--even-savepoints",
      description =
          "Remove also what savepoints hold; without it, a sweep is refused if there are any.")
  private boolean evenSavepoints;

  @Option(
      names = "--even-checkpoints",
      description =
          "Remove also what a checkpoint may hold that Flink kept when the job was over, as a"
              + " listener in the JobManager has noted; without it, that stays.")
  private boolean evenCheckpoints;

  @Option(
      names = "--forget-savepoint",
      paramLabel = "ID",
      description =
          "Keep nothing for this savepoint any more; 'all' for all of the job. Without --yes it is"
              + " only looked for.")
  private @Nullable ForgottenSavepoint forgotten;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private SweepCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SweepCommand())
        .registerConverter(StoreAddress.class, SweepCommand::address)
        .registerConverter(JobID.class, SweepCommand::job)
        .registerConverter(ForgottenSavepoint.class, ForgottenSavepoint::parse);
  }

  private static StoreAddress address(String text) {
    try {
      return StoreAddress.parse(text);
    } catch (ProxyStoreException | IllegalArgumentException e) {
      throw new TypeConversionException(
          requireNonNullElse(e.getMessage(), "no address of a store"));
    }
  }

  private static JobID job(String text) {
    try {
      return JobID.fromHexString(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is no job, expected 32 hexadecimal digits".formatted(text));
    }
  }

  @Override
  public Integer call() {
    try {
      say(forgotten != null ? forget(forgotten) : yes ? remove() : count());
      return ExitCode.OK;
    } catch (ProxyStoreException | IllegalStateException | UnsupportedOperationException e) {
      spec.commandLine().getErr().println(NAME + ": " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private String count() {
    Count found = JobObjects.count(StoreConfig.of(store), job);
    String held =
        found.savepoints() == 0
            ? ""
            : " %d savepoints may hold some of them.".formatted(found.savepoints());
    return "%s has %d objects of the job %s.%s%s%s%nNothing was removed; --yes removes them."
        .formatted(store, found.objects(), job, kept(found), held, savepoints());
  }

  private String kept(Count found) {
    return found.kept() == 0
        ? ""
        : " A checkpoint that Flink has kept may hold %d of them: they stay, unless told --even-checkpoints."
            .formatted(found.kept());
  }

  private String savepoints() {
    return JobObjects.savepoints(StoreConfig.of(store), job).stream()
        .map(SweepCommand::line)
        .collect(joining());
  }

  private static String line(Savepoint savepoint) {
    return "%n  savepoint %d, %s, %s"
        .formatted(
            savepoint.id(), savepoint.time(), savepoint.location().orElse("of unknown location"));
  }

  private String forget(ForgottenSavepoint which) {
    long found =
        yes
            ? which.forget(StoreConfig.of(store), job)
            : JobObjects.savepoints(StoreConfig.of(store), job).stream()
                .filter(which::matches)
                .count();
    return "%d savepoints of the job %s %s in %s%s."
        .formatted(
            found,
            job,
            yes ? "were forgotten" : "can be forgotten",
            store,
            yes ? "" : "; --yes does");
  }

  private String remove() {
    StoreConfig config = StoreConfig.of(store);
    long removed = JobObjects.sweep(config, job, even());
    return "%d objects of the job %s were removed from %s.%s"
        .formatted(removed, job, store, kept(JobObjects.count(config, job)));
  }

  private Set<Holder> even() {
    Set<Holder> even = EnumSet.noneOf(Holder.class);
    if (evenSavepoints) {
      even.add(Holder.SAVEPOINTS);
    }
    if (evenCheckpoints) {
      even.add(Holder.CHECKPOINTS);
    }
    return even;
  }

  private void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
  }
}
