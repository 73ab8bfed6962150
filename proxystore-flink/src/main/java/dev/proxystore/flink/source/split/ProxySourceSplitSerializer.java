package dev.proxystore.flink.source.split;

import dev.proxystore.stream.event.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a split in checkpoints. Version 1, in this order:
 *
 * <ol>
 *   <li>a byte: 0 a partition of a replayable topic, 1 a consumer of a queue, 2 a broadcast
 *   <li>the topic as text, the number in four bytes, the position and the consumer as texts
 *   <li>how many ends were forgotten, in eight bytes
 *   <li>how many producers follow, in four bytes; of each its id in sixteen bytes, its last number
 *       in eight, and a byte: 1 if it has ended, else 0
 * </ol>
 *
 * Numbers are big-endian; texts are modified UTF-8 behind their length in two bytes.
 */
@Internal
public final class ProxySourceSplitSerializer
    implements SimpleVersionedSerializer<ProxySourceSplit> {
  /** The version that is written. */
  public static final int VERSION = 1;

  private static final List<Delivery> DELIVERIES =
      List.of(Delivery.REPLAYABLE, Delivery.QUEUE, Delivery.BROADCAST);
  private static final int INITIAL_BYTES = 128;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ProxySourceSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    write(split, out);
    return out.getCopyOfBuffer();
  }

  @Override
  public ProxySourceSplit deserialize(int version, byte[] serialized) throws IOException {
    requireVersion(version);
    return read(new DataInputDeserializer(serialized));
  }

  /** Refuses what another release wrote. */
  static void requireVersion(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Expected a split of a source of proxies in version %d, found version %d: it was written by another release."
              .formatted(VERSION, version));
    }
  }

  /** Writes a split as a part of other bytes. */
  public static void write(ProxySourceSplit split, DataOutputView out) throws IOException {
    out.writeByte(DELIVERIES.indexOf(split.delivery()));
    out.writeUTF(split.topic());
    out.writeInt(split.number());
    out.writeUTF(split.position());
    out.writeUTF(split.consumer());
    out.writeLong(split.endsForgotten());
    out.writeInt(split.producers().size());
    for (SeenProducer each : split.producers()) {
      out.writeLong(each.id().getMostSignificantBits());
      out.writeLong(each.id().getLeastSignificantBits());
      out.writeLong(each.last());
      out.writeBoolean(each.hasEnded());
    }
  }

  /** Reads what {@link #write} wrote. */
  public static ProxySourceSplit read(DataInputView in) throws IOException {
    Delivery delivery = DELIVERIES.get(in.readByte());
    String topic = in.readUTF();
    int number = in.readInt();
    String position = in.readUTF();
    String consumer = in.readUTF();
    long endsForgotten = in.readLong();
    return new ProxySourceSplit(
        delivery, topic, number, position, consumer, readProducers(in), endsForgotten);
  }

  private static List<SeenProducer> readProducers(DataInputView in) throws IOException {
    int count = in.readInt();
    List<SeenProducer> producers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID id = new UUID(in.readLong(), in.readLong());
      producers.add(new SeenProducer(id, in.readLong(), in.readBoolean()));
    }
    return producers;
  }
}
