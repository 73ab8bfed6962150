package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.operators.InFlightQueue.Barrier;
import dev.proxystore.flink.operators.InFlightQueue.Entry;
import dev.proxystore.flink.operators.InFlightQueue.Waiting;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

class InFlightQueueTest {
  private final Waiting<String> first = waiting("first");
  private final Waiting<String> second = waiting("second");
  private final Waiting<String> third = waiting("third");

  private static Waiting<String> waiting(String record) {
    Key key = new Key(record, Descriptor.of("bytes", new byte[0]));
    StoreAddress store = StoreAddress.parse("local:queue");
    return new Waiting<>(
        record,
        null,
        Fetch.of(new StoreFactory<>(store, key, OnResolve.KEEP)),
        ObjectConsumer.of("test"));
  }

  private static void arrive(Waiting<String> waiting) {
    waiting.fetch().result().complete("value");
  }

  private static List<Entry<String>> drain(InFlightQueue<String> queue) {
    List<Entry<String>> left = new ArrayList<>();
    for (Entry<String> next = queue.poll(); next != null; next = queue.poll()) {
      left.add(next);
    }
    return left;
  }

  private InFlightQueue<String> queue(boolean ordered) {
    InFlightQueue<String> queue = new InFlightQueue<>(ordered);
    queue.add(first);
    queue.add(second);
    queue.add(new Watermark(7));
    queue.add(third);
    return queue;
  }

  @Test
  void anOrderedQueueLetsNobodyPassTheFirst() {
    InFlightQueue<String> queue = queue(true);
    arrive(second);
    arrive(third);
    assertThat(drain(queue)).isEmpty();
    arrive(first);
    assertThat(drain(queue)).containsExactly(first, second, new Barrier<>(new Watermark(7)), third);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void anUnorderedQueueLetsGoWhatIsReady() {
    InFlightQueue<String> queue = queue(false);
    arrive(second);
    assertThat(drain(queue)).containsExactly(second);
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void anUnorderedQueueLetsNobodyPassAWatermark() {
    InFlightQueue<String> queue = queue(false);
    arrive(third);
    arrive(second);
    assertThat(drain(queue)).containsExactly(second);
    arrive(first);
    assertThat(drain(queue)).containsExactly(first, new Barrier<>(new Watermark(7)), third);
  }

  @Test
  void aFailedFetchLeavesLikeAnyOther() {
    InFlightQueue<String> queue = queue(true);
    first.fetch().result().completeExceptionally(new IllegalStateException("gone"));
    assertThat(drain(queue)).containsExactly(first);
  }

  @Test
  void watermarksThatFollowEachOtherBecomeOne() {
    InFlightQueue<String> queue = new InFlightQueue<>(true);
    queue.add(first);
    for (long time = 0; time < 1000; time++) {
      queue.add(new Watermark(time));
    }
    arrive(first);
    assertThat(drain(queue)).containsExactly(first, new Barrier<>(new Watermark(999)));
  }

  @Test
  void theWaitingRecordsAreListedInTheirOrderWithoutWatermarks() {
    assertThat(queue(false).waiting()).containsExactly(first, second, third);
  }
}
