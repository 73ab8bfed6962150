package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PrefetcherTest {
  private final List<Fetch> started = new ArrayList<>();
  private final Prefetcher prefetcher = new Prefetcher(100, started::add);

  private static Fetch fetch(long bytes) {
    Key key = new Key("object", new Descriptor("bytes", bytes, OptionalInt.empty()));
    StoreAddress store = StoreAddress.parse("local:prefetcher");
    return Fetch.of(new StoreFactory<>(store, key, OnResolve.KEEP));
  }

  private Fetch submit(long bytes) {
    Fetch fetch = fetch(bytes);
    prefetcher.submit(fetch);
    return fetch;
  }

  @Test
  void fetchesStartAtOnceUpToTheBound() {
    Fetch first = submit(40);
    Fetch second = submit(60);
    submit(1);
    assertThat(started).containsExactly(first, second);
    assertThat(prefetcher.bytesInFlight()).isEqualTo(100);
  }

  @Test
  void whatHasBeenUsedMakesRoomForTheNext() {
    Fetch first = submit(60);
    Fetch second = submit(60);
    prefetcher.done(first);
    assertThat(started).containsExactly(first, second);
    prefetcher.done(second);
    assertThat(prefetcher.bytesInFlight()).isZero();
  }

  @Test
  void aSmallObjectDoesNotOvertakeALargeOneThatWaits() {
    Fetch first = submit(60);
    Fetch large = submit(90);
    Fetch small = submit(10);
    assertThat(started).containsExactly(first);
    prefetcher.done(first);
    assertThat(started).containsExactly(first, large, small);
  }

  @Test
  void anObjectLargerThanTheBoundIsFetchedAlone() {
    Fetch small = submit(1);
    Fetch huge = submit(Long.MAX_VALUE);
    Fetch last = submit(1);
    assertThat(started).containsExactly(small);
    prefetcher.done(small);
    assertThat(started).containsExactly(small, huge);
    prefetcher.done(huge);
    assertThat(started).containsExactly(small, huge, last);
  }

  @Test
  void emptyObjectsNeedNoRoom() {
    Fetch full = submit(100);
    Fetch empty = submit(0);
    assertThat(started).containsExactly(full, empty);
  }
}
