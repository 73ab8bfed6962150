package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What attempts at a sink's writer put. */
class PublishedObjectsTest {
  private static final JobID JOB = new JobID();
  private static final String WRITER = Names.publisher(JOB, "writer");
  private static final String MARKER = PublishedObjects.marker(JOB, new UUID(1, 2));

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private PublishedObjects attempt(long restored, int number, Map<String, Long> state) {
    PutAttempt own = new PutAttempt(WRITER, 0, restored, number, "zz");
    return new PublishedObjects(store, own, MARKER, 1, state);
  }

  private String put(PublishedObjects objects) {
    String id = objects.nextId();
    store.put("text", PutOptions.defaults().withId(id));
    return id;
  }

  private static Map<String, Long> state(PublishedObjects objects) {
    Map<String, Long> state = new HashMap<>(objects.watched());
    state.put(objects.prefix(), objects.next());
    return state;
  }

  @Test
  void orphansGoAlsoIfNobodyCouldLookBeforeTheNextCheckpointButOne() throws Exception {
    PublishedObjects first = attempt(0, 0, Map.of());
    String held = put(first);
    Map<String, Long> seventh = state(first);
    first.checkpointBegun(7);
    put(first);
    first.close();

    server.refuseLists(Integer.MAX_VALUE);
    PublishedObjects withoutACheckpoint = attempt(8, 1, seventh);
    put(withoutACheckpoint);
    withoutACheckpoint.close();

    PublishedObjects withOne = attempt(8, 2, seventh);
    Map<String, Long> eighth = state(withOne);
    withOne.checkpointBegun(8);
    put(withOne);
    withOne.close();
    assertThat(server.ids()).hasSize(4 + 3); // a mark of each attempt

    server.refuseLists(0);
    PublishedObjects last = attempt(9, 3, eighth);
    await().untilAsserted(() -> assertThat(server.ids()).isEqualTo(Set.of(held)));
    last.checkpointBegun(9);
    last.checkpointBegun(10);
    await().until(() -> last.watched().isEmpty());
    last.close();
  }
}
