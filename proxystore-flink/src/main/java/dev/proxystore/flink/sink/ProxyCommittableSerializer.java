package dev.proxystore.flink.sink;

import dev.proxystore.flink.sink.ProxyCommittable.Begin;
import dev.proxystore.flink.sink.ProxyCommittable.Complete;
import dev.proxystore.flink.sink.ProxyCommittable.End;
import dev.proxystore.flink.sink.ProxyCommittable.Events;
import dev.proxystore.stream.event.EventBatch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 1: a byte for the kind. 0, events: the topic, the producer's id, the first number, the
 * count of frames, and each one's length and bytes. 1, the end of a writer: the producers. 2,
 * before events: what the objects' ids begin with, the number of the next, the id of the first
 * mark. 3, behind the last events: what the ids begin with, the id of the first mark. See {@link
 * Format} for the parts.
 */
@Internal
final class ProxyCommittableSerializer implements SimpleVersionedSerializer<ProxyCommittable> {
  private static final int VERSION = 1;
  private static final int EVENTS = 0;
  private static final int END = 1;
  private static final int BEGIN = 2;
  private static final int COMPLETE = 3;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ProxyCommittable committable) throws IOException {
    return Format.bytes(
        out -> {
          if (committable instanceof Events events) {
            out.writeByte(EVENTS);
            writeEvents(events, out);
          } else if (committable instanceof End end) {
            out.writeByte(END);
            Format.writeAll(end.producers(), out);
          } else if (committable instanceof Begin begin) {
            out.writeByte(BEGIN);
            out.writeUTF(begin.objects());
            out.writeLong(begin.nextObject());
            out.writeUTF(begin.firstMark());
          } else if (committable instanceof Complete complete) {
            out.writeByte(COMPLETE);
            out.writeUTF(complete.objects());
            out.writeUTF(complete.firstMark());
          }
        });
  }

  private static void writeEvents(Events events, DataOutputStream out) throws IOException {
    EventBatch batch = events.batch();
    out.writeUTF(events.topic());
    Format.writeId(batch.producer(), out);
    out.writeLong(batch.firstSequence());
    out.writeInt(batch.frames().size());
    for (byte[] frame : batch.frames()) {
      out.writeInt(frame.length);
      out.write(frame);
    }
  }

  @Override
  public ProxyCommittable deserialize(int version, byte[] bytes) throws IOException {
    return Format.read(
        "committable of a proxy sink", version, VERSION, bytes, ProxyCommittableSerializer::read);
  }

  private static ProxyCommittable read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case EVENTS -> readEvents(in);
      case END -> new End(Format.readAll(in));
      case BEGIN -> new Begin(in.readUTF(), in.readLong(), in.readUTF());
      case COMPLETE -> new Complete(in.readUTF(), in.readUTF());
      default -> throw new IOException("The committable is of the unknown kind " + kind + ".");
    };
  }

  private static Events readEvents(DataInputStream in) throws IOException {
    String topic = in.readUTF();
    UUID producer = Format.readId(in);
    long first = in.readLong();
    List<byte[]> frames = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte[] frame = new byte[in.readInt()];
      in.readFully(frame);
      frames.add(frame);
    }
    return new Events(topic, new EventBatch(producer, first, frames));
  }
}
