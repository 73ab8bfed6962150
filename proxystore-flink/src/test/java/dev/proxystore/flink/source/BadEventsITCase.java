package dev.proxystore.flink.source;

import static dev.proxystore.flink.source.SourceJobs.first;
import static dev.proxystore.flink.source.SourceJobs.numbers;
import static dev.proxystore.flink.source.SourceJobs.once;
import static dev.proxystore.flink.source.SourceJobs.range;
import static dev.proxystore.flink.source.SourceJobs.source;
import static dev.proxystore.flink.testutils.Jobs.results;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is on a topic and is no event. */
@Timeout(120)
class BadEventsITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final List<String> DEAD_LETTERS = new CopyOnWriteArrayList<>();

  private final TestTopics topics = TestTopics.log(1);
  private final TestTopics.Producer producer = topics.producer("frames").send(0, 10);

  @BeforeEach
  void forget() {
    DEAD_LETTERS.clear();
  }

  @AfterEach
  void close() {
    topics.close();
  }

  /** Ways to be no event. */
  enum Bad {
    FOREIGN("Expected an event, which begins with a7") {
      @Override
      byte[] frame(byte[] good) {
        return "something else that somebody wrote".getBytes(UTF_8);
      }
    },
    CORRUPT("corrupt or cut") {
      @Override
      byte[] frame(byte[] good) {
        good[good.length / 2]++;
        return good;
      }
    },
    NEWER("found version 2") {
      @Override
      byte[] frame(byte[] good) {
        good[1] = (byte) (2 << 4);
        return good;
      }
    };

    final String message;

    Bad(String message) {
      this.message = message;
    }

    abstract byte[] frame(byte[] good);
  }

  private void publish(Bad bad) {
    topics.publish("frames", bad.frame(producer.frame(99, 99)));
    producer.send(10, 20).end();
  }

  @ParameterizedTest
  @EnumSource(Bad.class)
  void itFailsTheJobAndTheMessageSaysWhereItIs(Bad bad) {
    publish(bad);
    var source = source(topics, "frames").withMetadata().setBounded().build();
    assertThatThrownBy(() -> first(1000, numbers(once(1), source)))
        .hasStackTraceContaining(bad.message)
        .hasStackTraceContaining("position '11' of topic 'frames', partition 0");
  }

  @ParameterizedTest
  @EnumSource(Bad.class)
  void itIsLeftOutIfTheSourceWasToldTo(Bad bad) throws Exception {
    publish(bad);
    var source =
        source(topics, "frames")
            .withMetadata()
            .setBounded()
            .setBadEventHandler(BadEventHandler.skip())
            .build();
    assertThat(results(numbers(once(1), source))).isEqualTo(range(0, 20));
  }

  @Test
  void itIsHandedToTheHandlerOfTheJob() throws Exception {
    publish(Bad.FOREIGN);
    var source =
        source(topics, "frames")
            .withMetadata()
            .setBounded()
            .setBadEventHandler(event -> DEAD_LETTERS.add(new String(event.frame(), UTF_8)))
            .build();
    assertThat(results(numbers(once(1), source))).isEqualTo(range(0, 20));
    assertThat(DEAD_LETTERS).containsExactly("something else that somebody wrote");
  }

  @Test
  void anEventWithoutTheTimeThatTheSourceWantsIsABadOne() {
    var source =
        source(topics, "frames")
            .withMetadata()
            .setEventTimestamps(EventTimestamps.metadata("capturedAt"))
            .build();
    assertThatThrownBy(() -> first(10, numbers(once(1), source)))
        .hasStackTraceContaining("Expected an instant or a whole number 'capturedAt'");
  }
}
