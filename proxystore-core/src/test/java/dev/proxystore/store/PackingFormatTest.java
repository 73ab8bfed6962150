package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a proxy says that its object is compressed and encrypted. */
final class PackingFormatTest {
  private static final StoreAddress STORE = StoreAddress.parse("redis://127.0.0.1:6379/frames");
  private static final String PLAIN = "03" + "04306b3378" + "ac02" + "9ae0daaf";
  private static final String URI_START =
      "redis://127.0.0.1:6379/frames/0k3x#kryo;length=300;crc32c=9ae0daaf";

  private final StoreFactoryFormat format = new StoreFactoryFormat();

  private static StoreFactory<?> factory(Packing packing, int consumers) {
    Descriptor descriptor =
        new Descriptor("kryo", 300, OptionalInt.of(0x9ae0daaf)).packedAs(packing);
    return new StoreFactory<>(STORE, new Key("0k3x", descriptor, consumers), OnResolve.EVICT);
  }

  private static Packing packing(String codec, long unpacked, String keyId) {
    return new Packing(
        Optional.ofNullable(codec),
        unpacked,
        keyId == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(keyId)));
  }

  private Factory<?> read(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return format.read(STORE, new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private String write(StoreFactory<?> factory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.write(factory, STORE, new DataOutputStream(bytes));
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "lz4, 1048576, , 01808040, ;codec=lz4;unpacked=1048576",
    "zstd, 1048576, , 02808040, ;codec=zstd;unpacked=1048576",
    ", 0, 4023233417, 10efcdab89, ;keyid=4023233417",
    "lz4, 300, 7, 11ac0200000007, ;codec=lz4;unpacked=300;keyid=7",
    "brotli, 300, , 0f0662726f746c69ac02, ;codec=brotli;unpacked=300",
  })
  void storedBytesAndUrisAreReadAndWritten(
      String codec, long unpacked, String keyId, String hex, String fragment) throws IOException {
    StoreFactory<?> one = factory(packing(codec, unpacked, keyId), 1);
    assertThat(write(one)).isEqualTo("1f" + PLAIN + hex);
    assertThat(((StoreFactory<?>) read("1f" + PLAIN + hex)).key()).isEqualTo(one.key());

    StoreFactory<?> fannedOut = factory(packing(codec, unpacked, keyId), 3);
    assertThat(write(fannedOut)).isEqualTo("3f" + "03" + PLAIN + hex);
    assertThat(((StoreFactory<?>) read("3f" + "03" + PLAIN + hex)).key())
        .isEqualTo(fannedOut.key());

    assertThat(one.toUri()).hasToString(URI_START + fragment + ";evict");
    assertThat(fannedOut.toUri()).hasToString(URI_START + fragment + ";consumers=3;evict");
    for (StoreFactory<?> each : List.of(one, fannedOut)) {
      StoreFactory<?> parsed =
          (StoreFactory<?>) Proxy.fromUri(each.toUri(), Object.class).factory();
      assertThat(parsed.key()).isEqualTo(each.key());
    }
  }

  @Test
  void aProxyOfACompressedAndEncryptedMebibyteTakesAFewBytesMore() throws IOException {
    Descriptor descriptor =
        new Descriptor("bytes", 200_000, OptionalInt.of(1))
            .packedAs(Packing.compressed("lz4", 1 << 20).encryptedBy(-5));
    Key key = new Key("0123456789abcdefg", descriptor);
    String hex = write(new StoreFactory<>(STORE, key, OnResolve.EVICT));
    assertThat(hex.length() / 2).isEqualTo(27 + 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"03ac02", "0eac02", "21ac02", "80", "0f00ac02", "0f02", "11ac02"})
  void otherCodecsAndFlagsAndCutOnesAreRefused(String hex) {
    assertThatIOException().isThrownBy(() -> read("1f" + PLAIN + hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";codec=lz4",
        ";unpacked=3",
        ";codec=LZ4;unpacked=3",
        ";codec=lz4;unpacked=99999999999999999999",
        ";keyid=4294967296",
        ";keyid=-1",
        ";keyid=7;codec=lz4;unpacked=3"
      })
  void malformedUrisAreRefused(String fragment) {
    URI uri = URI.create(URI_START + fragment);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxy.fromUri(uri, Object.class))
        .withMessageContaining("is not the address of an object");
  }

  @Test
  void anObjectInsideItsProxyIsNeverPacked() {
    URI uri = URI.create("inline:AAAA#bytes;length=3;codec=lz4;unpacked=3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxy.fromUri(uri, Object.class))
        .withMessageContaining("neither compressed nor encrypted");
    assertThatIOException().isThrownBy(() -> read("28" + "01" + "00" + "10" + "00000001"));
  }

  @Test
  void impossiblePackingsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Packing.compressed("lz4", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Packing.compressed("no codec", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Packing(Optional.empty(), 1, OptionalInt.empty()));
  }
}
