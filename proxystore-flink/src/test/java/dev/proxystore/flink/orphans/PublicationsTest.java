package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.testutils.TestStore.PutFault;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink put and did not publish, once its job is over. */
class PublicationsTest {
  private static final UUID SINK = new UUID(1, 2);
  private static final TaskInfo TASK = new TaskInfoImpl("sink", 4, 0, 4, 0);

  private final JobID job = new JobID();
  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private PublishedObjects writer(OptionalLong checkpoint, Map<String, Long> restored) {
    return new PublishedObjects(
        store,
        PutAttempt.beginPublishing(job, SINK, "writer", TASK, checkpoint),
        PublishedObjects.marker(job, SINK),
        1,
        restored);
  }

  private PublishedObjects firstWriter() {
    return writer(OptionalLong.empty(), Map.of());
  }

  private Publications committer(OptionalLong checkpoint) {
    return new Publications(server.config(), TASK, checkpoint);
  }

  private Publications firstCommitter() {
    return committer(OptionalLong.empty());
  }

  private static void begin(Publications committer, PublishedObjects writer) {
    committer.begin(writer.prefix(), writer.next(), writer.mark().orElseThrow());
  }

  private String put(PublishedObjects objects) {
    String id = objects.nextId();
    store.put("text", PutOptions.defaults().withId(id));
    return id;
  }

  private long sweep() {
    return JobObjects.sweep(server.config(), job);
  }

  @Test
  void allGoesThatAWriterPutWhoseEventsWereNeverSent() {
    PublishedObjects writer = firstWriter();
    put(writer);
    put(writer);
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new JobObjects.Count(2, 0, 0));
    assertThat(sweep()).isEqualTo(2);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void whatMayHaveBeenPublishedStaysAndWhatWasPutLaterGoes() {
    PublishedObjects writer = firstWriter();
    try (Publications committer = firstCommitter()) {
      String first = put(writer);
      begin(committer, writer);
      String second = put(writer);
      begin(committer, writer);
      put(writer);
      assertThat(server.ids()).hasSize(4); // each mark takes the place of the one before
      assertThat(sweep()).isOne();
      assertThat(server.ids()).containsExactlyInAnyOrder(first, second);
    }
  }

  @Test
  void aSecondSweepTakesNothingOfWhatTheFirstHasLeft() {
    PublishedObjects writer = firstWriter();
    try (Publications committer = firstCommitter()) {
      put(writer);
      begin(committer, writer);
      assertThat(sweep()).isZero();
      assertThat(sweep()).isZero();
      assertThat(server.ids()).hasSize(1);
    }
  }

  @Test
  void aSinkThatIsDoneLeavesNothingButWhatItPublished() {
    PublishedObjects writer = firstWriter();
    try (Publications committer = firstCommitter()) {
      String published = put(writer);
      begin(committer, writer);
      committer.end(writer.prefix(), writer.mark().orElseThrow());
      assertThat(server.ids()).containsExactly(published);
      assertThat(sweep()).isZero();
    }
  }

  @Test
  void aSinkThatPutNothingLeavesNothing() {
    assertThat(firstWriter().mark()).isEmpty();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aMarkThatCannotBeLeftHoldsUpNothingAndAllCountsAsPublished() {
    PublishedObjects writer = firstWriter();
    try (Publications committer = firstCommitter()) {
      String published = put(writer);
      server.failPuts(PutFault.BEFORE, 0, 1);
      begin(committer, writer);
      assertThat(server.ids()).containsExactly(published);
      assertThat(sweep()).isZero();

      String next = put(writer);
      begin(committer, writer);
      put(writer);
      assertThat(sweep()).isOne();
      assertThat(server.ids()).containsExactlyInAnyOrder(published, next);
    }
  }

  @Test
  void aMarkThatCannotBeTakenAwayGoesWithTheNextTry() {
    PublishedObjects writer = firstWriter();
    try (Publications committer = firstCommitter()) {
      String published = put(writer);
      server.refuseEvictions(1);
      assertThatThrownBy(() -> begin(committer, writer)).isInstanceOf(ProxyStoreException.class);
      begin(committer, writer);
      assertThat(server.ids()).hasSize(2).contains(published);
      committer.end(writer.prefix(), writer.mark().orElseThrow());
      assertThat(server.ids()).containsExactly(published);
    }
  }

  /**
   * The committables of the checkpoint may be dealt to several committers, and come in any order.
   */
  @Test
  void whatALaterAttemptPublishesOfAnEarlierOneStays() {
    PublishedObjects writer = firstWriter();
    put(writer);
    long firstHalf = writer.next();
    put(writer);
    try (Publications one = committer(OptionalLong.of(7));
        Publications other = committer(OptionalLong.of(7))) {
      begin(one, writer);
      other.begin(writer.prefix(), firstHalf, writer.mark().orElseThrow());
      assertThat(sweep()).isZero();
      assertThat(server.ids()).hasSize(2);
    }
  }

  @Test
  void theMarksOfAnAttemptGoWithItsOrphans() throws Exception {
    PublishedObjects first = firstWriter();
    String held = put(first);
    Map<String, Long> seventh = new HashMap<>(first.watched());
    seventh.put(first.prefix(), first.next());
    first.checkpointBegun(7);
    put(first);
    first.close();

    PublishedObjects second = writer(OptionalLong.of(7), seventh);
    await().untilAsserted(() -> assertThat(server.ids()).containsExactly(held));
    put(second);
    second.close();
    assertThat(sweep()).isOne();
    assertThat(server.ids()).containsExactly(held);
  }
}
