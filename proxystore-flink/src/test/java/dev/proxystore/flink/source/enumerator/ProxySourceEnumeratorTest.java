package dev.proxystore.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.flink.source.ProxySourceBuilder;
import dev.proxystore.flink.source.split.ProducersSeen;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.source.split.TopicEnded;
import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.StartPosition;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How splits are made and dealt out, and when a topic is over. */
class ProxySourceEnumeratorTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  private final TestTopics topics = TestTopics.log(3);
  private final TestingSplitEnumeratorContext<ProxySourceSplit> context =
      new TestingSplitEnumeratorContext<>(2);

  @AfterEach
  void close() {
    topics.close();
  }

  private static ProxySourceBuilder<String, Proxy<String>> builder(TestTopics topics) {
    return ProxySource.<String>builder().setBroker(topics.address()).setTopics("frames");
  }

  private SplitEnumerator<ProxySourceSplit, ProxySourceEnumState> started(
      ProxySourceBuilder<?, ?> builder, ProxySourceEnumState state) throws Exception {
    SplitEnumerator<ProxySourceSplit, ProxySourceEnumState> enumerator =
        builder.build().restoreEnumerator(context, state);
    enumerator.start();
    return enumerator;
  }

  private void register(SplitEnumerator<?, ?> enumerator, int reader) {
    context.registerReader(reader, "here");
    enumerator.addReader(reader);
  }

  private List<String> assigned(int reader) {
    return context.getSplitAssignments().get(reader).getAssignedSplits().stream()
        .map(ProxySourceSplit::splitId)
        .toList();
  }

  @Test
  void partitionsAreDealtOutInTurn() throws Exception {
    var enumerator = started(builder(topics), ProxySourceEnumState.empty());
    register(enumerator, 0);
    register(enumerator, 1);
    assertThat(assigned(0)).containsExactly("frames/0", "frames/2");
    assertThat(assigned(1)).containsExactly("frames/1");
  }

  @Test
  void theFirstCheckpointHasPositionsAlreadyAlsoOfSplitsThatNoReaderHas() throws Exception {
    topics.producer("frames").send(0, 50);
    var enumerator =
        started(
            builder(topics).setStartPosition(StartPosition.latest()), ProxySourceEnumState.empty());
    topics.producer("frames").send(50, 100);
    ProxySourceEnumState state = enumerator.snapshotState(1);
    assertThat(state.unassigned()).hasSize(3);
    var restored =
        started(builder(topics).setStartPosition(StartPosition.latest()), state).snapshotState(2);
    assertThat(restored).isEqualTo(state);
    long events =
        restored.unassigned().stream()
            .mapToLong(split -> topics.broker().pending("frames", split.number(), split.position()))
            .sum();
    assertThat(events).as("those sent since").isEqualTo(50);
  }

  @Test
  void splitsOfAReaderThatFailedGoBackToIt() throws Exception {
    var enumerator = started(builder(topics), ProxySourceEnumState.empty());
    register(enumerator, 1);
    enumerator.addSplitsBack(List.of(ProxySourceSplit.ofLog("frames", 1, "0")), 1);
    assertThat(assigned(1)).containsExactly("frames/1", "frames/1");
  }

  @Test
  void aQueueHasASplitForEachReaderAndTheirNamesStayTheSame() throws Exception {
    try (TestTopics queue = TestTopics.queue()) {
      var enumerator =
          started(builder(queue).setConsumer("dispatcher"), ProxySourceEnumState.empty());
      assertThat(enumerator.snapshotState(1).unassigned())
          .extracting(ProxySourceSplit::consumer)
          .containsExactly("dispatcher-0", "dispatcher-1");
    }
  }

  @Test
  void readersOfABoundedSourceHearThatNoMoreSplitsCome() throws Exception {
    var enumerator = started(builder(topics).setBounded(), ProxySourceEnumState.empty());
    register(enumerator, 0);
    assertThat(context.getSplitAssignments().get(0).hasReceivedNoMoreSplitsSignal()).isTrue();
  }

  @Test
  void aTopicIsOverWhenEverySplitHasReadTheEndOfEveryProducer() throws Exception {
    var enumerator = started(builder(topics).setBounded(), ProxySourceEnumState.empty());
    register(enumerator, 0);
    seen(enumerator, 0, Set.of(), Set.of(ONE));
    seen(enumerator, 1, Set.of(TWO), Set.of(ONE));
    seen(enumerator, 2, Set.of(), Set.of(ONE, TWO));
    seen(enumerator, 0, Set.of(), Set.of(TWO));
    assertThat(context.getSentEvents()).as("one split has not read the end").isEmpty();
    seen(enumerator, 1, Set.of(), Set.of(TWO));
    assertThat(context.getSentEvents().get(0))
        .containsExactly(new TopicEnded("frames", Set.of(ONE, TWO)));
  }

  @Test
  void aReaderThatComesBackHearsAgainThatATopicIsOver() throws Exception {
    var enumerator = started(builder(topics).setBounded(), ProxySourceEnumState.empty());
    for (int partition = 0; partition < 3; partition++) {
      seen(enumerator, partition, Set.of(), Set.of(ONE));
    }
    var restored = started(builder(topics).setBounded(), enumerator.snapshotState(1));
    register(restored, 1);
    assertThat(context.getSentEvents().get(1))
        .containsExactly(new TopicEnded("frames", Set.of(ONE)));
  }

  private static void seen(
      SplitEnumerator<?, ?> enumerator, int partition, Set<UUID> open, Set<UUID> ended) {
    enumerator.handleSourceEvent(
        0, new ProducersSeen("frames", "frames/" + partition, open, ended));
  }
}
