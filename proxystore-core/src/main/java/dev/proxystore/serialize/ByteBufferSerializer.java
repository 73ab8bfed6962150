package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What remains in a buffer, and its byte order. Direct and read-only buffers come back on the heap
 * and writable; the buffer that is written keeps its position.
 */
final class ByteBufferSerializer extends Serializer<ByteBuffer> {

  @Override
  public void write(Kryo kryo, Output output, ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    output.writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
    output.writeVarInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  @Override
  public ByteBuffer read(Kryo kryo, Input input, Class<? extends ByteBuffer> type) {
    ByteOrder order = input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return ByteBuffer.wrap(input.readBytes(input.readVarInt(true))).order(order);
  }
}
