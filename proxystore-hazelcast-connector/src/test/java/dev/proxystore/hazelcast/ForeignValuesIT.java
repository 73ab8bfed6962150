package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.StaleSequenceException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.FreePort;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.SerializationException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else has put into a store's map, read by a client and by an embedded member. */
final class ForeignValuesIT {
  private static final AtomicBoolean BUILT = new AtomicBoolean();

  private static Connector embedded;
  private static Connector second;
  private static Connector client;
  private static HazelcastInstance foreigner;
  private static IMap<String, Object> map;

  /** Does something when it is read by Java serialization. */
  static final class Evil implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      BUILT.set(true);
    }
  }

  /** Does something as soon as it is made. */
  public static final class EvilFromTheStart implements Externalizable {
    private static final long serialVersionUID = 1L;

    public EvilFromTheStart() {
      BUILT.set(true);
    }

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {}
  }

  /** Hazelcast writes it without being told how, and would read it so. */
  record Unregistered(int number) {
    Unregistered {
      BUILT.set(true);
    }
  }

  @BeforeAll
  static void openStores() throws IOException {
    String one = "127.0.0.1:" + FreePort.find();
    String two = "127.0.0.1:" + FreePort.find();
    String cluster = "cluster=foreign-values";
    embedded = open("hazelcast:embedded/frames?members=" + one + "," + two + "&" + cluster);
    second = open("hazelcast:embedded/frames?members=" + two + "," + one + "&" + cluster);
    client = open("hazelcast://" + one + "/frames?" + cluster);
    ClientConfig config = new ClientConfig().setClusterName("foreign-values");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(one);
    foreigner = HazelcastClient.newHazelcastClient(config);
    map = foreigner.getMap("frames");
  }

  @AfterAll
  static void closeStores() {
    foreigner.shutdown();
    Stream.of(client, second, embedded).forEach(Connector::close);
  }

  @BeforeEach
  void clear() {
    map.clear();
    BUILT.set(false);
  }

  private static Connector open(String address) {
    return Connectors.open(StoreAddress.parse(address), ConnectorOptions.defaults());
  }

  /** By name, since JUnit closes what it has given to a test. */
  private static Connector connector(String name) {
    return name.equals("client") ? client : embedded;
  }

  private static Key key(String id, int length) {
    return new Key(id, new Descriptor("bytes", length, OptionalInt.empty()));
  }

  private static void assertForeign(Connector connector, ThrowingCallable read, String... parts) {
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(read)
        .withMessageContaining("in the store " + connector.address() + " cannot be read")
        .satisfies(e -> assertThat(e).hasMessageContainingAll(parts))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "client"})
  void areNeverBuiltByJavaSerialization(String way) {
    Connector connector = connector(way);
    List<Object> values = List.of(new Evil(), new EvilFromTheStart(), new Unregistered(1));
    for (Object value : values) {
      map.set("evil", value);
      BUILT.set(false);
      Key key = key("evil", 5);
      String name = value.getClass().getSimpleName();
      assertForeign(connector, () -> connector.get(key), "object evil", "Expected 5 bytes");
      assertForeign(connector, () -> connector.getBatch(List.of(key)), "object evil");
      assertThat(connector.exists(key)).isTrue();
      assertForeign(connector, () -> connector.take(key("evil", 2 << 20)), "object evil");
      assertForeign(connector, () -> connector.take(key), "object evil");
      assertThat(BUILT).as(name).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "client"})
  void areNamedByKeyStoreExpectedAndFound(String way) {
    Connector connector = connector(way);
    map.set("number", 42);
    map.set("text", "hello");
    assertForeign(
        connector,
        () -> connector.get(key("number", 4)),
        "The object number in",
        "Expected 4 bytes, found a foreign java.lang.Integer.");
    assertForeign(
        connector, () -> connector.take(key("text", 5)), "found a foreign java.lang.String.");
    assertThat(map.get("text")).as("what was taken and foreign").isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "client"})
  void areNotBelievedWhenTheySayThatTheyAreLarge(String way) {
    Connector connector = connector(way);
    String one = "chunks/1 2147483647 2147483647\nx";
    String many =
        "chunks/1 2147483647 16777216\n"
            + String.join("\n", IntStream.range(0, 128).mapToObj(i -> "x" + i).toList());
    map.set("bomb", one);
    assertForeign(connector, () -> connector.get(key("bomb", 34)), "a foreign java.lang.String");
    map.set("bomb", many);
    assertForeign(
        connector,
        () -> connector.get(key("bomb", 34)),
        "Expected 34 bytes, found 2147483647 in chunks");
    assertForeign(connector, () -> connector.take(key("bomb", 34)), "Expected 34 bytes");
    assertThat(map.get("bomb")).isEqualTo(many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "client"})
  void aLargeObjectThatReplacedASmallOneOutlivesATakerOfThat(String way) {
    Connector connector = connector(way);
    byte[] large = new byte[(2 << 20) + 1];
    connector.put(key("id", large.length), large, Connector.UNLIMITED);
    assertForeign(
        connector, () -> connector.take(key("id", 5)), "Expected 5 bytes, found 2097153 in chunks");
    assertThat(connector.get(key("id", large.length))).hasValue(large);
    assertThat(connector.take(key("id", large.length))).hasValue(large);
    assertThat(map.keySet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "client"})
  void existingAnswersForManyKeysAtOnce(String way) {
    Connector connector = connector(way);
    IntStream.range(0, 100).forEach(i -> map.set("object " + 2 * i, new byte[1]));
    List<Key> keys = IntStream.range(0, 200).mapToObj(i -> key("object " + i, 1)).toList();
    assertThat(connector.existing(keys))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).mapToObj(i -> keys.get(2 * i)).toList());
  }

  @Test
  void membersStillTellEachOtherTheirErrors() {
    List<HazelcastInstance> members = List.copyOf(Hazelcast.getAllHazelcastInstances());
    for (HazelcastInstance each : members) {
      String elsewhere =
          Stream.iterate(0, i -> i + 1)
              .map(i -> "ring-" + i)
              .filter(
                  name ->
                      !each.getPartitionService()
                          .getPartition(name)
                          .getOwner()
                          .equals(each.getCluster().getLocalMember()))
              .findFirst()
              .orElseThrow();
      var ring = each.<Integer>getRingbuffer(elsewhere);
      List<Integer> many = Collections.nCopies(1000, 1);
      while (ring.headSequence() == 0) {
        ring.addAllAsync(many, OverflowPolicy.OVERWRITE).toCompletableFuture().join();
      }
      assertThatThrownBy(() -> ring.readOne(0)).isInstanceOf(StaleSequenceException.class);
    }
  }
}
