package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StoreFactoryFormatTest {
  private static final StoreAddress STORE = StoreAddress.parse("redis://127.0.0.1:6379/frames");
  private static final StoreFactory<?> FACTORY =
      factory(new Descriptor("kryo", 300, OptionalInt.of(0x9ae0daaf)), OnResolve.EVICT);

  /** Head, encoding, id, length and checksum of the frame of the stream's own store. */
  private static final String OWN_V1 = "17" + "03" + "04306b3378" + "ac02" + "9ae0daaf";

  /** The same, with the store's address behind the encoding. */
  private static final String SELF_CONTAINED_V1 =
      "13"
          + "03"
          + "1d72656469733a2f2f3132372e302e302e313a363337392f6672616d6573"
          + "04306b3378"
          + "ac02"
          + "9ae0daaf";

  /** An encoding by name and no checksum: head, name, address, id and length. */
  private static final String NAMED_ENCODING_V1 =
      "10"
          + "00046a736f6e"
          + "1d72656469733a2f2f3132372e302e302e313a363337392f6672616d6573"
          + "04306b3378"
          + "00";

  private final StoreFactoryFormat format = new StoreFactoryFormat();

  private static StoreFactory<?> factory(Descriptor descriptor, OnResolve onResolve) {
    return new StoreFactory<>(STORE, new Key("0k3x", descriptor), onResolve);
  }

  private byte[] write(StoreFactory<?> factory, @Nullable StoreAddress own) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.write(factory, own, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private StoreFactory<?> read(byte[] bytes, @Nullable StoreAddress own) throws IOException {
    return (StoreFactory<?>) format.read(own, new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private void assertStored(StoreFactory<?> factory, @Nullable StoreAddress own, String hex)
      throws IOException {
    assertThat(HexFormat.of().formatHex(write(factory, own))).isEqualTo(hex);
    StoreFactory<?> read = read(HexFormat.of().parseHex(hex), own);
    assertThat(read.store()).isEqualTo(factory.store());
    assertThat(read.key()).isEqualTo(factory.key());
    assertThat(read.onResolve()).isEqualTo(factory.onResolve());
  }

  @Test
  void storedBytesOfVersion1AreReadAndWritten() throws IOException {
    assertStored(FACTORY, STORE, OWN_V1);
    assertStored(FACTORY, null, SELF_CONTAINED_V1);
    assertStored(FACTORY, StoreAddress.parse("local:another"), SELF_CONTAINED_V1);
    Descriptor json = new Descriptor("json", 0, OptionalInt.empty());
    assertStored(factory(json, OnResolve.KEEP), null, NAMED_ENCODING_V1);
  }

  @Test
  void storedBytesOfVersion3SayHowManyConsumersAnObjectHas() throws IOException {
    Key key = new Key("0k3x", FACTORY.key().descriptor(), 300);
    StoreFactory<?> fannedOut = new StoreFactory<>(STORE, key, OnResolve.EVICT);
    assertStored(fannedOut, STORE, "37" + "ac02" + OWN_V1.substring(2));
    assertStored(fannedOut, null, "33" + "ac02" + SELF_CONTAINED_V1.substring(2));
    assertStored(fannedOut.as(ObjectConsumer.of("x")), STORE, "37" + "ac02" + OWN_V1.substring(2));
    for (String consumers : List.of("01", "00", "818002")) {
      byte[] bytes = HexFormat.of().parseHex("37" + consumers + OWN_V1.substring(2));
      assertThatIOException()
          .isThrownBy(() -> read(bytes, STORE))
          .withMessageContaining("Expected 2 to 32768 consumers of an object");
    }
  }

  @Test
  void storedBytesOfVersion4SayHowLongAFutureIsWaitedFor() throws IOException {
    StoreFactory<?> future =
        StoreFactory.ofFuture(STORE, Key.deferred("0k3x"), OnResolve.EVICT, Duration.ofMinutes(5));
    String address = "1d72656469733a2f2f3132372e302e302e313a363337392f6672616d6573";
    assertStored(future, STORE, "45" + "04306b3378" + "e0a712");
    assertStored(future, null, "41" + address + "04306b3378" + "e0a712");
    StoreFactory<?> read = read(HexFormat.of().parseHex("45" + "04306b3378" + "e0a712"), STORE);
    assertThat(read.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.waits()).isTrue();
  }

  @Test
  void storedBytesOfAnInlineObjectAreReadAndWritten() throws IOException {
    Serializers serializers = Serializers.of(KryoSerializer.allowing(List.of()), List.of());
    InlineFactory<String> factory = InlineFactory.of("text", serializers);
    String hex = "20" + "02" + "04" + "74657874";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.write(factory, STORE, new DataOutputStream(bytes));
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(hex);
    Factory<?> read = inline(hex);
    assertThat(read).isEqualTo(factory);
    assertThat(read.resolve()).isEqualTo("text");
    assertThat(Proxy.fromUri(factory.toUri(), String.class).resolve()).isEqualTo("text");
  }

  @Test
  void theChecksumOfAnInlineObjectIsComparedIfItHasOne() throws IOException {
    assertThat(inline("22" + "02" + "04" + "2f5319e1" + "74657874").resolve()).isEqualTo("text");
    Factory<?> corrupt = inline("22" + "02" + "04" + "2f5319e1" + "74657875");
    assertThatThrownBy(corrupt::resolve).hasMessageContaining("checksum 2f5319e1");
  }

  @Test
  void theAddressOfAnInlineObjectThatWasCutIsRefused() {
    URI cut = URI.create("inline:AAA#bytes;length=3");
    assertThatThrownBy(() -> format.parse(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has 2 bytes, expected the 3");
  }

  private Factory<?> inline(String hex) throws IOException {
    return format.read(
        null, new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
  }

  @Test
  void theLongestPartsAreReadBack() throws IOException {
    String id = "猫".repeat(Key.LONGEST_ID);
    Descriptor descriptor = new Descriptor("x".repeat(64), Long.MAX_VALUE, OptionalInt.of(-1));
    StoreAddress address = StoreAddress.parse("local://" + "h".repeat(4000) + "/s");
    var factory = new StoreFactory<>(address, new Key(id, descriptor), OnResolve.KEEP);
    assertThat(read(write(factory, null), null).key()).isEqualTo(factory.key());
    assertThat(read(write(factory, null), null)).isEqualTo(factory);
  }

  @Test
  void aFrameWithoutAStoreNeedsAReaderThatKnowsIt() {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(OWN_V1), null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("written for the readers of one store");
  }

  @Test
  void otherVersionsAndUnknownFlagsAreRefusedByNumber() {
    for (int head = 0; head < 256; head++) {
      byte[] bytes = HexFormat.of().parseHex(SELF_CONTAINED_V1);
      bytes[0] = (byte) head;
      boolean inline = head >> 4 == StoreFactoryFormat.INLINE_VERSION && (head & ~2 & 15) == 0;
      boolean stored = head >> 4 == 1 || head >> 4 == StoreFactoryFormat.FAN_OUT_VERSION;
      boolean deferred = head >> 4 == StoreFactoryFormat.DEFERRED_VERSION && (head & 10) == 0;
      if (!inline && !deferred && !stored) {
        assertThatThrownBy(() -> read(bytes, STORE))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(
                "Expected a proxy in version 1 to 4, found version %d with flags %d"
                    .formatted((bytes[0] & 0xff) >> 4, bytes[0] & 15));
      }
    }
  }

  @Test
  void aFrameCutAtAnyLengthIsRefused() {
    byte[] whole = HexFormat.of().parseHex(SELF_CONTAINED_V1);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut, STORE))
          .as("cut to %d", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aTextThatClaimsToBeHugeIsRefusedBeforeItIsMade() {
    byte[] huge = HexFormat.of().parseHex("1203" + "ffffffff07");
    assertThatThrownBy(() -> read(huge, STORE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a text of up to 4096 bytes, found 2147483647");
  }

  @Test
  void anyOtherBytesGiveAProxyOrAnIoException() {
    Random random = new Random(3);
    byte[] whole = HexFormat.of().parseHex(SELF_CONTAINED_V1);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = i % 2 == 0 ? whole.clone() : new byte[random.nextInt(80)];
      if (i % 2 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      } else {
        random.nextBytes(bytes);
      }
      refused += isRead(bytes) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(2_500);
  }

  private boolean isRead(byte[] bytes) {
    try {
      assertThat(format.read(STORE, new DataInputStream(new ByteArrayInputStream(bytes))))
          .isNotNull();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
