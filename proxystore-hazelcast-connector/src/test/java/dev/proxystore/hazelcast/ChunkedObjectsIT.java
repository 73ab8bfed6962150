package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.map.IMap;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in the map, which the contract does not see. */
final class ChunkedObjectsIT {
  private static final int MIB = 1 << 20;

  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  private Connector connector;
  private IMap<String, Object> map;

  @BeforeEach
  void open() {
    connector = connector(Map.of());
    map = member.instance().getMap("chunks");
    map.clear();
  }

  @AfterEach
  void close() {
    connector.close();
  }

  private static Connector connector(Map<String, String> options) {
    return Connectors.open(
        StoreAddress.parse(member.embeddedStore("chunks")), ConnectorOptions.of(options));
  }

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Key key(String id, int size) {
    return new Key(id, Descriptor.unchecked("bytes", new byte[size]));
  }

  private Key put(String id, byte[] bytes) {
    Key key = key(id, bytes.length);
    connector.put(key, bytes, Connector.UNLIMITED);
    return key;
  }

  @Test
  void anObjectOfOneChunkIsOnePlainEntry() {
    put("small", filled(MIB, 1));
    assertThat(map.keySet()).hasSize(1);
    assertThat(map.get("small")).isEqualTo(filled(MIB, 1));
  }

  @Test
  void aLargerObjectIsOneEntryForEachChunkAndAListOfThem() {
    put("large", filled(3 * MIB + 1, 1));
    assertThat(map.keySet()).hasSize(1 + 4);
    assertThat(Manifest.parse((String) map.get("large")).orElseThrow().chunks())
        .allSatisfy(chunk -> assertThat(map.get(chunk)).isInstanceOf(byte[].class));
  }

  @Test
  void anUploadUnderWayIsListedForWhoeverClearsUpAndCountsAsNoObject() {
    InspectableConnector inspectable = (InspectableConnector) connector;
    List<String> listed = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    try (Upload upload = ((StreamableConnector) connector).upload(key("id", 0), Duration.ZERO)) {
      for (int i = 0; i < 3; i++) {
        upload.write(filled(upload.pieceSize(), i));
      }
      inspectable.list("", listed::add);
      inspectable.inspect("", each -> shown.add(each.id()));
    }
    assertThat(listed).hasSize(1).allMatch(each -> each.startsWith("id~chunk-"));
    assertThat(shown).isEmpty();
  }

  @Test
  void nothingStaysOfAnObjectThatIsEvictedOrTaken() {
    connector.evict(put("evicted", filled(3 * MIB, 1)));
    connector.take(put("taken", filled(3 * MIB, 1)));
    connector.evictBatch(List.of(put("one", filled(100, 1)), put("two", filled(2 * MIB, 1))));
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void nothingStaysOfAnObjectThatIsReplaced() {
    put("id", filled(3 * MIB, 1));
    put("id", filled(2 * MIB, 2));
    assertThat(map.keySet()).hasSize(1 + 2);
    put("id", filled(10, 3));
    assertThat(map.keySet()).hasSize(1);
    connector.putBatch(Map.of(key("id", 2 * MIB), filled(2 * MIB, 4)), Connector.UNLIMITED);
    connector.evict(key("id", 10));
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void processesNeedNotAgreeOnTheSizeOfAChunk() {
    Key ones = put("ones", filled(7 * MIB + 5, 1));
    Key twos = key("twos", 7 * MIB + 5);
    try (Connector other = connector(Map.of("chunk-size", "4mb", "in-flight", "1"))) {
      assertThat(other.get(ones)).hasValue(filled(7 * MIB + 5, 1));
      other.put(twos, filled(7 * MIB + 5, 2), Connector.UNLIMITED);
      Key whole = key("whole", 3 * MIB);
      other.put(whole, filled(3 * MIB, 3), Connector.UNLIMITED);
      assertThat(connector.take(whole)).hasValue(filled(3 * MIB, 3));
      other.evict(ones);
    }
    assertThat(map.keySet()).hasSize(1 + 2);
    assertThat(connector.take(twos)).hasValue(filled(7 * MIB + 5, 2));
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void chunksOutliveTheirObjectNotByMuch() {
    Key key = key("mortal", 2 * MIB);
    connector.put(key, filled(2 * MIB, 1), Duration.ofSeconds(100));
    long object = map.getEntryView("mortal").getTtl();
    Manifest manifest = Manifest.parse((String) map.get("mortal")).orElseThrow();
    long chunk = map.getEntryView(manifest.chunks().get(0)).getTtl();
    assertThat(object).isBetween(100_000L, 102_000L);
    assertThat(chunk).isEqualTo(object + ChunkedObjects.GRACE_SECONDS * 1000);
  }

  @Test
  void aLostChunkIsAnErrorAndNoCutObject() {
    Key key = put("broken", filled(3 * MIB, 1));
    Manifest manifest = Manifest.parse((String) map.get("broken")).orElseThrow();
    map.delete(manifest.chunks().get(1));
    assertThatThrownBy(() -> connector.get(key))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("object broken")
        .hasMessageContaining("lost a part");
    assertThatThrownBy(() -> connector.take(key)).isInstanceOf(ConnectorException.class);
    connector.evict(key);
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void aLargeObjectThatIsTakenByManyGoesToOne() {
    Key key = put("prize", filled(3 * MIB, 1));
    List<CompletableFuture<Optional<byte[]>>> takers =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> connector.take(key)))
            .toList();
    assertThat(takers.stream().map(CompletableFuture::join).filter(Optional::isPresent)).hasSize(1);
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void readersOfAnObjectThatIsReplacedAllTheTimeSeeOneOrTheOtherWhole() {
    Key key = put("id-" + UUID.randomUUID(), filled(3 * MIB, 0));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> IntStream.rangeClosed(1, 30).forEach(i -> put(key.id(), filled(3 * MIB, i))));
    int reads = 0;
    while (!writer.isDone() || reads == 0) {
      byte[] bytes = connector.get(key).orElseThrow();
      assertThat(bytes).isEqualTo(filled(3 * MIB, bytes[0]));
      reads++;
    }
    writer.join();
    connector.evict(key);
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void aWriterThatFailsHalfWayLeavesNothing() {
    String refusal = map.addInterceptor(new ThirdChunkRefused());
    try {
      assertThatThrownBy(() -> put("half", filled(5 * MIB, 1)))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("cannot store the object half")
          .hasMessageContaining("no more");
    } finally {
      map.removeInterceptor(refusal);
    }
    assertThat(map.keySet()).isEmpty();
  }

  /** A connector's inner part, to stop half way as a process that is killed does. */
  private ChunkedObjects objects(HazelcastOptions options, Calls calls) {
    return new ChunkedObjects(map, calls, Placement.anywhere(), options);
  }

  @Test
  void whatAWriterThatDiedLeftIsListedUnderItsObjectAndGoesWhenThatIsEvicted() {
    HazelcastOptions options = HazelcastOptions.defaults();
    try (Calls calls = new Calls(connector.address(), options)) {
      Object unused =
          objects(options, calls)
              .prepare("cannot be stored", key("job7", 3 * MIB), filled(3 * MIB, 1), 0);
    }
    assertThat(connector.get(key("job7", 3 * MIB))).isEmpty();
    List<String> listed = new ArrayList<>();
    ((ListableConnector) connector).list("job", listed::add);
    assertThat(listed).singleElement().asString().startsWith("job7~");
    connector.evictBatch(List.of(key(listed.get(0), 0)));
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void anObjectWhoseEvictionBrokeOffIsGoneAndGoesWhenItIsEvictedAgain() {
    Key key = put("half-gone", filled(3 * MIB, 1));
    HazelcastOptions options = HazelcastOptions.defaults();
    try (Calls calls = new Calls(connector.address(), options)) {
      assertThat(objects(options, calls).beginRemoval(key)).isNotNull();
    }
    assertThat(connector.get(key)).isEmpty();
    assertThat(connector.take(key)).isEmpty();
    assertThat(map.keySet()).hasSize(1 + 3);
    connector.evict(key);
    assertThat(map.keySet()).isEmpty();
  }

  @Test
  void anObjectWhoseEvictionBrokeOffCanBePutAnew() {
    Key key = put("again", filled(3 * MIB, 1));
    HazelcastOptions options = HazelcastOptions.defaults();
    try (Calls calls = new Calls(connector.address(), options)) {
      assertThat(objects(options, calls).beginRemoval(key)).isNotNull();
    }
    put("again", filled(2 * MIB, 2));
    assertThat(connector.get(key("again", 2 * MIB))).hasValue(filled(2 * MIB, 2));
    assertThat(map.keySet()).hasSize(1 + 2);
  }
}
