package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every serializer must do. A serializer's proof is a class that extends this one and says
 * what the serializer writes and what it refuses.
 */
public abstract class SerializerContract {
  private static final int THREADS = 8;
  private static final int ROUNDS = 100;

  /** The serializer under test, the same instance or an equal one each time. */
  protected abstract Serializer serializer();

  /** Some objects that it writes, with an identity of their own: no constants, none empty. */
  protected abstract List<Object> samples();

  /** An object that it does not write. */
  protected abstract Object refused();

  /** Bytes that it did not write and does not read; none if it reads all bytes. */
  protected abstract List<byte[]> foreign();

  @Test
  void anObjectComesBackEqual() {
    assertThat(samples()).isNotEmpty().allSatisfy(each -> assertThat(copy(each)).isEqualTo(each));
  }

  @Test
  void theIdIsWellFormedAndStaysTheSame() {
    assertThat(Descriptor.requireEncoding(serializer().id())).isEqualTo(serializer().id());
  }

  @Test
  void eachReadGivesAnObjectOfItsOwn() {
    for (Object each : samples()) {
      byte[] bytes = serializer().serialize(each);
      Object first = serializer().deserialize(bytes.clone());
      assertThat(serializer().deserialize(bytes.clone())).isEqualTo(first).isNotSameAs(first);
    }
  }

  @Test
  void bytesThatWereWrittenAreNotTouchedAgain() {
    List<byte[]> written = samples().stream().map(serializer()::serialize).toList();
    List<byte[]> copies = written.stream().map(byte[]::clone).toList();
    samples().forEach(serializer()::serialize);
    for (int i = 0; i < written.size(); i++) {
      assertThat(written.get(i)).isEqualTo(copies.get(i));
    }
  }

  @Test
  void anObjectOfAnotherTypeIsRefusedByName() {
    assertThatThrownBy(() -> serializer().serialize(refused()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(refused().getClass().getName());
  }

  @Test
  void foreignBytesAreRefused() {
    for (byte[] each : foreign()) {
      assertThatThrownBy(() -> serializer().deserialize(each.clone()))
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void anyBytesAtAllGiveAnObjectOrARefusal() {
    Random random = new Random(1);
    boolean allRead = true;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      allRead &= isRead(serializer(), bytes);
    }
    assertThat(allRead).as("reads all bytes").isEqualTo(foreign().isEmpty());
  }

  @Test
  void aFailureLeavesNothingBehind() {
    for (byte[] each : foreign()) {
      assertThat(isRead(serializer(), each.clone())).isFalse();
      samples().forEach(sample -> assertThat(copy(sample)).isEqualTo(sample));
    }
  }

  @Test
  void manyThreadsMayUseItAtTheSameTime() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<Boolean> work = this::copiesAreEqual;
      for (Future<Boolean> each : pool.invokeAll(Collections.nCopies(THREADS, work))) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean copiesAreEqual() {
    for (int i = 0; i < ROUNDS; i++) {
      samples().forEach(each -> assertThat(copy(each)).isEqualTo(each));
    }
    return true;
  }

  private Object copy(Object value) {
    return serializer().deserialize(serializer().serialize(value).clone());
  }

  /** Whether the bytes are read; a refusal is no error, everything else is. */
  protected static boolean isRead(Serializer serializer, byte[] bytes) {
    try {
      assertThat(serializer.deserialize(bytes)).isNotNull();
      return true;
    } catch (SerializationException e) {
      assertThat(e).message().isNotBlank();
      return false;
    }
  }
}
