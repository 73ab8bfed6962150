package dev.proxystore.examples.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The jars that a job of the examples ships when it is submitted to a remote cluster: the examples,
 * ProxyStore, the connectors and what these need, but nothing of Flink's, which the cluster has.
 *
 * <pre>{@code
 * StreamExecutionEnvironment.createRemoteEnvironment(host, port, JobJars.paths());
 * }</pre>
 */
public final class JobJars {
  private JobJars() {}

  /**
   * The absolute paths of the jars, in the order of the class path.
   *
   * @throws RuntimeException if the examples do not run from the jar that the build packed
   */
  public static String[] paths() {
    Path examples = ClassPathFile.codeSource();
    if (!Files.isRegularFile(examples)) {
      throw new ClusterException(
          "A remote job ships the jar of the examples, but they run from the folder %s. Start them with a script in bin, or build the project with ./mvnw package -DskipTests."
              .formatted(examples));
    }
    return Stream.concat(Stream.of(examples.toString()), ClassPathFile.JOB.jars().stream())
        .toArray(String[]::new);
  }
}
