package dev.proxystore.examples.cluster;

import static dev.proxystore.examples.cluster.DispatchJob.NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.examples.cluster.ProcessStatus.State;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Metadata;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Topics on a real server, and a job between them that loses one of its two processes. */
@Tag("slow")
@Timeout(120)
final class TaskManagerKilledIT {
  private static final int ITEMS_BEFORE = 900;
  private static final int ITEMS = 1200;
  private static final int BATCH = 10;

  @TempDir static Path folder;
  private static RunDirectory directory;
  private static Cluster cluster;
  private static ClusterConfig config;
  private static RedisServer redis;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start();
    directory = RunDirectory.of(folder.resolve("cluster"));
    cluster = new Cluster(directory);
    config =
        new ClusterConfig(
            LoopbackPort.findFree(), LoopbackPort.findFree(), 2, 2, MemorySize.ofMebiBytes(128));
    cluster.start(config, Duration.ofSeconds(90), line -> {});
  }

  @AfterAll
  static void theTaskManagerThatDiedIsDownAndTheRestCanStillBeStopped() throws Exception {
    try {
      assertThat(cluster.status())
          .extracting(ProcessStatus::state)
          .containsExactly(State.UP, State.DOWN, State.UP);
    } finally {
      redis.close();
      assertThat(cluster.stop()).containsExactly("jobmanager", "taskmanager-2");
    }
  }

  private static String broker() {
    return "redis://127.0.0.1:" + redis.port() + "/events?broker=stream&partitions=2";
  }

  private static String store() {
    return "redis://127.0.0.1:" + redis.port() + "/1/objects";
  }

  @Test
  void eachItemArrivesOnceFromSourceToSinkThoughATaskManagerIsKilled() throws Exception {
    ProcessHandle taskManager = directory.processes().get(1).find().orElseThrow();
    JobClient job;
    try (StreamConsumer<byte[]> work = consumer(DispatchJob.WORK);
        StreamConsumer<String> notes = consumer(DispatchJob.NOTES)) {
      StreamItem<byte[]> first;
      try (Store store = Store.open(store());
          StreamProducer<byte[]> producer = producer(store)) {
        send(producer, 0, ITEMS_BEFORE);
        job = DispatchJob.submit(config, broker(), store(), jars());
        first = work.next(); // a checkpoint is complete, and most items are still to come
        kill(taskManager);
        send(producer, ITEMS_BEFORE, ITEMS);
      }
      assertEachOnce(
          first,
          work,
          number -> new String(item(number), UTF_8),
          bytes -> new String(bytes, UTF_8));
      assertEachOnce(notes.next(), notes, DispatchJob::note, note -> note);
    }
    job.getJobExecutionResult().get(30, TimeUnit.SECONDS);
    assertThat(failuresOf(job.getJobID())).contains("taskmanager-1");
    assertThat(objectsLeft()).isZero();
  }

  private static StreamProducer<byte[]> producer(Store store) {
    return StreamProducer.<byte[]>builder(broker()).defaultStore(store).batchSize(BATCH).build();
  }

  private static void send(StreamProducer<byte[]> producer, int from, int to) {
    for (int i = from; i < to; i++) {
      SendOptions numbered = SendOptions.defaults().withMetadata(Metadata.of(NUMBER, i));
      producer.send(DispatchJob.ITEMS, item(i), numbered);
    }
  }

  private static byte[] item(long number) {
    return ("item " + number).getBytes(UTF_8);
  }

  private static String[] jars() throws Exception {
    Path job = ClassesJar.pack(DispatchJob.class, folder.resolve("job.jar"));
    return Stream.concat(Stream.of(JobJars.paths()), Stream.of(job.toString()))
        .toArray(String[]::new);
  }

  private static <T> StreamConsumer<T> consumer(String topic) {
    return StreamConsumer.<T>builder(broker(), topic).producers(DispatchJob.PARALLELISM).build();
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Reads to the end, and resolves all. */
  private static <T> void assertEachOnce(
      StreamItem<T> first,
      StreamConsumer<T> rest,
      Function<Long, String> expected,
      Function<T, String> text) {
    List<StreamItem<T>> items = new ArrayList<>(List.of(first));
    rest.forEach(items::add);
    assertThat(items)
        .extracting(each -> each.metadata().number(NUMBER).orElseThrow())
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, ITEMS).boxed().toList());
    assertThat(items)
        .allSatisfy(
            each ->
                assertThat(text.apply(each.object()))
                    .isEqualTo(expected.apply(each.metadata().number(NUMBER).orElseThrow())));
  }

  /** What the JobManager tells of the failures of a job. */
  private static String failuresOf(JobID job) throws Exception {
    RestClient rest = new RestClient(config.restPort());
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(rest.root().resolve("jobs/" + job + "/exceptions")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static long objectsLeft() {
    try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port() + "/1")) {
      return client.dbSize();
    }
  }
}
