package dev.proxystore.store.large;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.lifetime.ContextLifetime;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects from streams, through a store in files. */
final class LargeObjectTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void openStore() {
    store = Store.open(folder.resolve("objects").toUri().toString().replaceFirst("/$", ""));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private Path file(Key key) {
    return folder.resolve("objects").resolve(key.id());
  }

  @Test
  void aProxyOfAStreamIsResolvedToAnObjectThatIsReadPieceByPiece() throws IOException {
    byte[] bytes = random(5 * MIB + 3);
    Proxy<LargeObject> proxy = store.proxy(stream(bytes));
    Proxy<LargeObject> elsewhere =
        Proxy.fromUri(URI.create(proxy.toUri().toString()), LargeObject.class);
    LargeObject object = elsewhere.resolve();
    assertThat(object.length()).isEqualTo(bytes.length);
    try (InputStream in = object.open()) {
      assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(elsewhere.toUri().toString()).contains("#stream;length=5242883;crc32c=");
  }

  @Test
  void singleBytesSkippedOnesAndTheEndAreThoseOfTheObject() throws IOException {
    byte[] bytes = random(2 * MIB);
    LargeObject object = store.proxy(stream(bytes)).resolve();
    try (InputStream in = object.open()) {
      assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
      in.skipNBytes(MIB + 5);
      assertThat(in.read()).isEqualTo(bytes[MIB + 6] & 0xff);
      assertThat(in.readAllBytes()).hasSize(MIB - 7);
      assertThat(in.read(new byte[1])).isEqualTo(-1);
      assertThat(in.read(new byte[1], 0, 0)).isZero();
    }
  }

  @Test
  void anEmptyStreamIsAnEmptyObject() throws IOException {
    LargeObject object = store.proxy(InputStream.nullInputStream()).resolve();
    assertThat(object.length()).isZero();
    try (InputStream in = object.open()) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aRangeIsReadWithoutTheRest() throws IOException {
    byte[] bytes = random(4 * MIB);
    LargeObject object = store.proxy(stream(bytes)).resolve();
    try (InputStream in = object.open(3 * MIB - 10, 20)) {
      assertThat(in.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 3 * MIB - 10, 3 * MIB + 10));
    }
    assertThatThrownBy(() -> object.open(4 * MIB - 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anObjectThatWasPutAsAnArrayIsReadInRangesToo() throws IOException {
    Key key = store.put("0123456789".getBytes(UTF_8));
    try (InputStream in = store.bytes(key).orElseThrow().open(3, 4)) {
      assertThat(in.readAllBytes()).isEqualTo("3456".getBytes(UTF_8));
    }
    store.evict(key);
    assertThat(store.bytes(key)).isEmpty();
  }

  @Test
  void aFlippedBitIsFoundAtTheEnd() throws IOException {
    Key key = store.put(stream(random(3 * MIB)));
    byte[] stored = Files.readAllBytes(file(key));
    stored[MIB] ^= 1;
    Files.write(file(key), stored);
    try (InputStream in = store.get(key, LargeObject.class).orElseThrow().open()) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("corrupt")
          .hasMessageContaining(key.id());
    }
  }

  @Test
  void aCutObjectIsFoundWhenItIsOpened() throws IOException {
    Key key = store.put(stream(random(3 * MIB)));
    Files.write(file(key), random(MIB));
    LargeObject object = store.get(key, LargeObject.class).orElseThrow();
    assertThatThrownBy(object::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 1048576 bytes, expected 3145728");
  }

  @Test
  void aStreamThatFailsLeavesNothingAndItsOwnError() throws IOException {
    IOException failure = new IOException("the camera is off");
    InputStream failing =
        new SequenceInputStream(
            stream(random(3 * MIB)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw failure;
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                throw failure;
              }
            });
    assertThatThrownBy(() -> store.put(failing)).isSameAs(failure);
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    assertThat(ids).isEmpty();
    try (var files = Files.list(folder.resolve("objects"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".writing"));
    }
  }

  @Test
  void aMissingObjectIsSaidWhereItIsResolvedAndWhereItIsOpened() throws IOException {
    Proxy<LargeObject> proxy = store.proxy(stream(random(10)));
    LargeObject object = Proxy.fromUri(proxy.toUri(), LargeObject.class).resolve();
    ((StoreFactory<LargeObject>) proxy.factory()).evict();
    assertThatThrownBy(object::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it was evicted");
    Proxy<LargeObject> late = Proxy.fromUri(proxy.toUri(), LargeObject.class);
    assertThatThrownBy(late::resolve).isInstanceOf(MissingObjectException.class);
  }

  @Test
  void anObjectIsSavedAsAFileOrTheFileIsNotTouched(@TempDir Path out) throws IOException {
    byte[] bytes = random(3 * MIB);
    Key key = store.put(stream(bytes));
    LargeObject object = store.get(key, LargeObject.class).orElseThrow();
    Path saved = out.resolve("image");
    object.saveTo(saved);
    assertThat(Arrays.equals(Files.readAllBytes(saved), bytes)).isTrue();
    byte[] damaged = bytes.clone();
    damaged[5] ^= 1;
    Files.write(file(key), damaged);
    assertThatThrownBy(() -> object.saveTo(saved)).hasMessageContaining("corrupt");
    assertThat(Arrays.equals(Files.readAllBytes(saved), bytes)).isTrue();
    try (var files = Files.list(out)) {
      assertThat(files).containsExactly(saved);
    }
  }

  @Test
  void whatCannotBeDoneWithAStreamIsRefusedBeforeItIsRead() throws IOException {
    InputStream unread = stream(random(5));
    assertThatThrownBy(() -> store.put(unread, PutOptions.evictOnResolve()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read after its proxy was resolved");
    assertThatThrownBy(() -> store.put(unread, PutOptions.defaults().withFanOut(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(unread.available()).isEqualTo(5);
    Key key = store.put(unread);
    Proxy<LargeObject> evicting = store.proxyFromKey(key, OnResolve.EVICT);
    assertThatThrownBy(evicting::resolve)
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("OnResolve.KEEP");
    assertThat(store.exists(key)).isTrue();
    assertThatThrownBy(() -> store.get(key, byte[].class))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void anEncryptingStoreTakesAStreamOnlyIfItMayBeReadByAll() throws IOException {
    KeysetHandle keyset = TestKeys.keyset(3, 4);
    try (Store encrypting =
        Store.builder("local:encrypting")
            .encryption(KeyProvider.of(EncryptionKeys.of(keyset)))
            .build()) {
      assertThatThrownBy(() -> encrypting.put(stream(random(5))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not those from streams");
      Key key = encrypting.put(stream(random(5)), PutOptions.defaults().storedAsWritten());
      assertThat(encrypting.get(key, LargeObject.class)).isPresent();
      Key secret = encrypting.put("a secret");
      assertThatThrownBy(() -> encrypting.bytes(secret))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Use get");
    }
  }

  @Test
  void aBatchHasObjectsFromStreamsAndOthers() throws IOException {
    Key large = store.put(stream(random(2 * MIB)));
    Key text = store.put("text");
    List<Optional<Object>> both = store.getBatch(List.of(large, text), Object.class);
    assertThat(both.get(0).orElseThrow()).isInstanceOf(LargeObject.class);
    assertThat(both.get(1)).hasValue("text");
  }

  @Test
  void anObjectFromAStreamGoesWithItsLifetime() throws IOException {
    Key key;
    try (ContextLifetime block = new ContextLifetime()) {
      key = store.put(stream(random(2 * MIB)), PutOptions.defaults().withLifetime(block));
      assertThat(store.exists(key)).isTrue();
    }
    assertThat(store.exists(key)).isFalse();
  }

  @Test
  @Timeout(30)
  void asManyAreReadInTheBackgroundAsOneLikes() throws IOException {
    Proxy<LargeObject> proxy = store.proxy(stream(random(5 * MIB)));
    List<CompletableFuture<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      reads.add(
          Proxy.fromUri(proxy.toUri(), LargeObject.class)
              .resolveAsync()
              .thenApply(LargeObjectTest::count));
    }
    reads.forEach(each -> assertThat(each.join()).isEqualTo(5 * MIB));
  }

  private static int count(LargeObject object) {
    try (InputStream in = object.open()) {
      return in.readAllBytes().length;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
