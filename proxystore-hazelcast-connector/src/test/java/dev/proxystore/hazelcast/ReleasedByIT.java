package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hazelcast.map.IMap;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept of who has released an object with a time to live. */
class ReleasedByIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int THREADS = 8;

  private static HazelcastMember member;

  @BeforeAll
  static void start() {
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stop() {
    member.close();
  }

  private static Key key(String id, int consumers) {
    return new Key(id, Descriptor.of("bytes", id.getBytes(UTF_8)), consumers);
  }

  private static IMap<String, String> entries() {
    return member.instance().getMap(ReleasedBy.mapName("frames"));
  }

  /** Of a process that dies as soon as it asks for a time to live apart from what it belongs to. */
  @SuppressWarnings("unchecked")
  private static IMap<String, String> dyingBetweenSteps() {
    return (IMap<String, String>)
        Proxy.newProxyInstance(
            ReleasedByIT.class.getClassLoader(),
            new Class<?>[] {IMap.class},
            (self, method, arguments) -> {
              if (method.getName().equals("setTtl")) {
                throw new IllegalStateException("dies between two steps, as it was told to");
              }
              try {
                return method.invoke(entries(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aReleaserThatDiesBetweenTwoStepsLeavesNoEntryWithoutATimeToLive() {
    Key key = key("dying", 3);
    ReleasedBy releasedBy = new ReleasedBy(member.instance(), () -> dyingBetweenSteps());
    releasedBy.begin(key, HOUR);
    Throwable death = catchThrowable(() -> releasedBy.isLast(key, ObjectConsumer.of("first")));
    assertThat(entries().getEntryView(key.id()).getTtl())
        .isBetween(HOUR.toMillis(), HOUR.toMillis() + 10_000);
    assertThat(death).isNull();
    assertThat(entries().get(key.id())).endsWith("\n" + ObjectConsumer.of("first").text());
  }

  @Test
  void releasesAtTheSameTimeOfAnObjectWithATimeToLiveAreAllNoted() throws Exception {
    Key key = key("contended", THREADS + 1);
    ReleasedBy releasedBy = new ReleasedBy(member.instance(), ReleasedByIT::entries);
    releasedBy.begin(key, HOUR);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Boolean>> last = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ObjectConsumer consumer = ObjectConsumer.of("consumer-" + i);
      last.add(
          threads.submit(
              () -> {
                start.await();
                return releasedBy.isLast(key, consumer);
              }));
    }
    for (Future<Boolean> each : last) {
      assertThat(each.get()).isFalse();
    }
    threads.shutdown();
    assertThat(releasedBy.isLast(key, ObjectConsumer.of("one-more"))).isTrue();
  }
}
