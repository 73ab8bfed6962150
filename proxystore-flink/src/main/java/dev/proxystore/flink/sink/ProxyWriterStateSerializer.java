package dev.proxystore.flink.sink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 2: the run's id, the producer's numbers, what the ids of objects begin with, the next
 * object's number, the retired producers; how many earlier attempts are watched, and what each of
 * those entries says and its number. Version 1 ends with the retired producers. See {@link Format}
 * for the parts.
 */
@Internal
final class ProxyWriterStateSerializer implements SimpleVersionedSerializer<ProxyWriterState> {
  private static final int VERSION = 2;
  private static final int WITHOUT_WATCHED = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ProxyWriterState state) throws IOException {
    return Format.bytes(
        out -> {
          Format.writeId(state.run(), out);
          Format.writeNumbers(state.producer(), out);
          out.writeUTF(state.objects());
          out.writeLong(state.nextObject());
          Format.writeAll(state.retired(), out);
          writeWatched(new TreeMap<>(state.watched()), out);
        });
  }

  @Override
  public ProxyWriterState deserialize(int version, byte[] bytes) throws IOException {
    return Format.read(
        "state of a proxy sink's writer",
        version,
        version == WITHOUT_WATCHED ? WITHOUT_WATCHED : VERSION,
        bytes,
        in -> read(version, in));
  }

  private static ProxyWriterState read(int version, DataInputStream in) throws IOException {
    UUID run = Format.readId(in);
    ProducerNumbers producer = Format.readNumbers(in);
    String objects = in.readUTF();
    long nextObject = in.readLong();
    List<ProducerNumbers> retired = Format.readAll(in);
    Map<String, Long> watched = version == WITHOUT_WATCHED ? Map.of() : readWatched(in);
    return new ProxyWriterState(run, producer, objects, nextObject, watched, retired);
  }

  private static void writeWatched(Map<String, Long> watched, DataOutputStream out)
      throws IOException {
    out.writeInt(watched.size());
    for (Map.Entry<String, Long> each : watched.entrySet()) {
      out.writeUTF(each.getKey());
      out.writeLong(each.getValue());
    }
  }

  private static Map<String, Long> readWatched(DataInputStream in) throws IOException {
    Map<String, Long> watched = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      watched.put(in.readUTF(), in.readLong());
    }
    return watched;
  }
}
