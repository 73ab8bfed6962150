package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import org.junit.jupiter.api.Test;

final class KryoWorkerTest {
  private final KryoWorker worker = new KryoWorker(newKryo());

  private static Kryo newKryo() {
    Kryo kryo = new Kryo();
    kryo.register(byte[].class);
    return kryo;
  }

  @Test
  void aBufferThatGrewLargeIsLetGo() {
    worker.write(new byte[KryoWorker.LARGEST_KEPT_BUFFER_BYTES + 1]);
    assertThat(worker.bufferSize()).isGreaterThan(KryoWorker.LARGEST_KEPT_BUFFER_BYTES);
    worker.clear();
    assertThat(worker.bufferSize()).isLessThan(10_000);
  }

  @Test
  void aBufferOfUsualSizeIsKept() {
    worker.write(new byte[100_000]);
    int size = worker.bufferSize();
    worker.clear();
    assertThat(worker.bufferSize()).isEqualTo(size);
  }
}
