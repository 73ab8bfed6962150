package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.map.IMap;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.store.Store;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers and consumers with objects and events in one grid. */
@Timeout(60)
final class HazelcastStreamsIT {
  private static final String TOPIC = "numbers";

  @ParameterizedTest
  @ValueSource(strings = {"ringbuffer", "queue"})
  void whatIsSentInTheBackgroundAndFetchedAheadComesOnceInOrderAndGoes(String kind) {
    List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
    try (HazelcastMember member = HazelcastMember.start();
        Store store = Store.open(member.store("objects"))) {
      String events = member.store("events") + "&broker=" + kind;
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      try (StreamProducer<Integer> producer =
          StreamProducer.<Integer>builder(events).defaultStore(store).build()) {
        numbers.forEach(i -> sent.add(producer.sendAsync(TOPIC, i)));
      }
      assertThat(sent).allSatisfy(each -> assertThat(each).isCompleted());
      assertThat(objectsIn(member)).isEqualTo(numbers.size());
      try (StreamConsumer<Integer> consumer =
          StreamConsumer.<Integer>builder(events, TOPIC).fetchAhead(64).build()) {
        assertThat(consumer.objects()).containsExactlyElementsOf(numbers);
      }
      assertThat(objectsIn(member)).isZero();
    }
  }

  private static int objectsIn(HazelcastMember member) {
    return member.instance().getDistributedObjects().stream()
        .filter(each -> each.getName().contains("objects"))
        .filter(IMap.class::isInstance)
        .mapToInt(each -> ((IMap<?, ?>) each).size())
        .sum();
  }
}
