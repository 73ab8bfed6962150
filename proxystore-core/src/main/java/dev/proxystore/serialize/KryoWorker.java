package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;

/** A Kryo with its buffers; used by one thread at a time. */
final class KryoWorker {
  static final int LARGEST_KEPT_BUFFER_BYTES = 1 << 20;
  private static final int INITIAL_BUFFER_BYTES = 4 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final byte[] NOTHING = {};

  private final Kryo kryo;
  private final CheckedInput input = new CheckedInput();
  private Output output = newOutput();

  KryoWorker(Kryo kryo) {
    this.kryo = kryo;
  }

  private static Output newOutput() {
    return new Output(INITIAL_BUFFER_BYTES, LARGEST_ARRAY);
  }

  byte[] write(Object value) {
    kryo.writeClassAndObject(output, value);
    return output.toBytes();
  }

  Object read(byte[] bytes) {
    input.setBuffer(bytes);
    Object value = kryo.readClassAndObject(input);
    if (value == null || input.position() < bytes.length) {
      throw new SerializationException(
          "Expected one object in " + bytes.length + " bytes, found other bytes.");
    }
    return value;
  }

  /** Lets go of what was written and read, and of a buffer that grew large. */
  void clear() {
    input.setBuffer(NOTHING);
    if (bufferSize() > LARGEST_KEPT_BUFFER_BYTES) {
      output = newOutput();
    } else {
      output.reset();
    }
  }

  int bufferSize() {
    return output.getBuffer().length;
  }
}
