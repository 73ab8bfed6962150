package dev.proxystore.examples.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** The commands that start Flink's processes, with the memory that the configuration gives them. */
final class FlinkCommand {
  private static final List<String> JVM_OPTIONS =
      List.of(
          // Flink and Kryo reflect on these.
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          // A large array wants many free regions of G1 in a row.
          "-XX:+UseParallelGC",
          // A thread that once read a large file would keep a direct buffer of its size.
          "-Djdk.nio.maxCachedBufferSize=1048576",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
          "-Dorg.slf4j.simpleLogger.showDateTime=true",
          "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
          "-Dorg.slf4j.simpleLogger.showShortLogName=true");

  /** An environment variable with more options, which bin/lib/run.sh gives to the JVM it starts. */
  private static final String MORE_OPTIONS = "PROXYSTORE_JAVA_OPTIONS";

  /** The first Java that knows the option; later ones warn of what Flink uses without it. */
  private static final int WARNS_OF_UNSAFE = 23;

  private final Configuration flink;
  private final List<String> classPath;

  FlinkCommand(Configuration flink, List<String> classPath) {
    this.flink = flink;
    this.classPath = List.copyOf(classPath);
  }

  ProcessBuilder jobManager(ClusterProcess process) {
    String memory =
        JobManagerProcessUtils.generateJvmParametersStr(
            JobManagerProcessUtils.processSpecFromConfig(flink), flink);
    return command(process, memory, StandaloneSessionClusterEntrypoint.class);
  }

  /** The TaskManager is known to Flink by the name of its process. */
  ProcessBuilder taskManager(ClusterProcess process) {
    String memory =
        ProcessMemoryUtils.generateJvmParametersStr(
            TaskExecutorProcessUtils.processSpecFromConfig(flink));
    String id = TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=" + process.name();
    return command(process, memory, TaskManagerRunner.class, "-D", id);
  }

  private ProcessBuilder command(
      ClusterProcess process, String memory, Class<?> main, String... arguments) {
    RunDirectory directory = process.directory();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(process.mark()); // first: systems may show only the start of a long command line
    command.addAll(List.of(memory.split(" ")));
    command.addAll(JVM_OPTIONS);
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(moreOptions());
    command.add("-Dlog.file=" + directory.log(process.name())); // what the web UI shows
    command.add("-Djava.io.tmpdir=" + directory.temporary());
    command.add(main.getName());
    command.addAll(List.of("--configDir", directory.configuration().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", String.join(File.pathSeparator, classPath));
    return builder;
  }

  private static List<String> moreOptions() {
    String options = System.getenv().getOrDefault(MORE_OPTIONS, "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }
}
