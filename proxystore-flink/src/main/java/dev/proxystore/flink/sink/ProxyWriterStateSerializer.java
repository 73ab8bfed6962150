package dev.proxystore.flink.sink;

import java.io.DataInputStream;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 1: the run's id, the producer's numbers, what the ids of objects begin with, the next
 * object's number, the retired producers. See {@link Format} for the parts.
 */
@Internal
final class ProxyWriterStateSerializer implements SimpleVersionedSerializer<ProxyWriterState> {
  private static final int VERSION = 1;

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
        });
  }

  @Override
  public ProxyWriterState deserialize(int version, byte[] bytes) throws IOException {
    return Format.read(
        "state of a proxy sink's writer",
        version,
        VERSION,
        bytes,
        ProxyWriterStateSerializer::read);
  }

  private static ProxyWriterState read(DataInputStream in) throws IOException {
    return new ProxyWriterState(
        Format.readId(in), Format.readNumbers(in), in.readUTF(), in.readLong(), Format.readAll(in));
  }
}
