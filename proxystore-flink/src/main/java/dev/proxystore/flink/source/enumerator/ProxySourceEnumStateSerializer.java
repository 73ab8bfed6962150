package dev.proxystore.flink.source.enumerator;

import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.source.split.ProxySourceSplitSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of the enumerator's state. Version 1, in this order, each list behind its length in
 * four bytes:
 *
 * <ol>
 *   <li>the ids of known splits, as texts
 *   <li>the unassigned splits, as {@link ProxySourceSplitSerializer} writes them in its version 1
 *   <li>the topics that are over: each one's name as text, and the ids of its producers in sixteen
 *       bytes each
 * </ol>
 *
 * Numbers are big-endian; texts are modified UTF-8 behind their length in two bytes.
 */
@Internal
public final class ProxySourceEnumStateSerializer
    implements SimpleVersionedSerializer<ProxySourceEnumState> {
  /** The version that is written. */
  public static final int VERSION = 1;

  private static final int INITIAL_BYTES = 256;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ProxySourceEnumState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    out.writeInt(state.known().size());
    for (String id : state.known()) {
      out.writeUTF(id);
    }
    out.writeInt(state.unassigned().size());
    for (ProxySourceSplit split : state.unassigned()) {
      ProxySourceSplitSerializer.write(split, out);
    }
    out.writeInt(state.ended().size());
    for (Map.Entry<String, Set<UUID>> topic : state.ended().entrySet()) {
      out.writeUTF(topic.getKey());
      writeProducers(topic.getValue(), out);
    }
    return out.getCopyOfBuffer();
  }

  private static void writeProducers(Set<UUID> producers, DataOutputView out) throws IOException {
    out.writeInt(producers.size());
    for (UUID producer : new TreeSet<>(producers)) {
      out.writeLong(producer.getMostSignificantBits());
      out.writeLong(producer.getLeastSignificantBits());
    }
  }

  @Override
  public ProxySourceEnumState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Expected the state of a source of proxies in version %d, found version %d: it was written by another release."
              .formatted(VERSION, version));
    }
    DataInputView in = new DataInputDeserializer(serialized);
    return new ProxySourceEnumState(readKnown(in), readSplits(in), readEnded(in));
  }

  private static Set<String> readKnown(DataInputView in) throws IOException {
    Set<String> known = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      known.add(in.readUTF());
    }
    return known;
  }

  private static List<ProxySourceSplit> readSplits(DataInputView in) throws IOException {
    List<ProxySourceSplit> splits = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      splits.add(ProxySourceSplitSerializer.read(in));
    }
    return splits;
  }

  private static Map<String, Set<UUID>> readEnded(DataInputView in) throws IOException {
    Map<String, Set<UUID>> ended = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String topic = in.readUTF();
      Set<UUID> producers = new TreeSet<>();
      for (int more = in.readInt(); more > 0; more--) {
        producers.add(new UUID(in.readLong(), in.readLong()));
      }
      ended.put(topic, Set.copyOf(producers));
    }
    return ended;
  }
}
