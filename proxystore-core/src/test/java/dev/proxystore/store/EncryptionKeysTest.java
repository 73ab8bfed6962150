package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.MissingKeyException;
import dev.proxystore.store.payload.TestKeys;
import dev.proxystore.store.payload.WrongKeyException;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keys come from, what happens without the right one, and how they are changed. */
final class EncryptionKeysTest {
  private static final String PROPERTY = "proxystore.frames.keyset";

  private final CountingConnector connector = new CountingConnector();

  @AfterEach
  void forgetProperty() {
    System.clearProperty(PROPERTY);
  }

  private Store open(KeysetHandle keyset) {
    return open(store -> Optional.of(EncryptionKeys.of(keyset)));
  }

  private Store open(KeyProvider provider) {
    return Store.builder(connector).withoutCache().encryption(provider).build();
  }

  @Test
  void aStoreThatIsToEncryptAndHasNoKeysIsNotOpened() {
    assertThatThrownBy(() -> open(store -> Optional.empty()))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining(connector.address().toString())
        .hasMessageContaining(
            "PROXYSTORE_%s_KEYSET".formatted(connector.address().name().toUpperCase(Locale.ROOT)));
    assertThatThrownBy(() -> Store.builder("local:frames").encryption().build())
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("PROXYSTORE_FRAMES_KEYSET");
  }

  @Test
  @SuppressWarnings("NullAway") // what a provider must not do
  void aProviderThatAnswersNullIsNamedWithWhatItIsToAnswer() {
    assertThatThrownBy(() -> open((KeyProvider) store -> null))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining(connector.address().toString())
        .hasMessageContaining("EncryptionKeysTest")
        .hasMessageContaining("answered null, expected an Optional")
        .hasMessageContaining("Optional.empty()");
  }

  @Test
  void aReaderWithoutAnyKeySaysSoAndTakesNothing() {
    try (Store writer = open(TestKeys.keyset(11));
        Store reader = Store.builder(connector).keys(store -> Optional.empty()).build()) {
      Key key = writer.put("secret");
      assertThatThrownBy(() -> reader.get(key, String.class))
          .isInstanceOf(MissingKeyException.class)
          .hasMessageContaining(key.id())
          .hasMessageContaining("the key 11, and this process has no keys");
      var taking = new StoreFactory<String>(reader.address(), key, OnResolve.EVICT);
      assertThatThrownBy(() -> reader.read(taking)).isInstanceOf(MissingKeyException.class);
      assertThat(connector.gets).hasValue(0);
      assertThat(reader.exists(key)).isTrue();
    }
  }

  @Test
  void aLostKeyIdIsNamedWithThoseThatAreThereAndNothingIsLost() {
    KeysetHandle all = TestKeys.keyset(-11, 12);
    try (Store writer = open(all);
        Store reader = open(TestKeys.keyset(12))) {
      Key key = writer.put("secret");
      assertThatThrownBy(() -> reader.getAsync(key, String.class).join())
          .hasCauseInstanceOf(MissingKeyException.class)
          .hasMessageContaining("the key 4294967285, and this process has")
          .hasMessageContaining("primary 12 of [12]");
      assertThatThrownBy(
              () -> reader.read(new StoreFactory<>(reader.address(), key, OnResolve.EVICT)))
          .isInstanceOf(MissingKeyException.class);
      assertThat(writer.get(key, String.class)).hasValue("secret");
    }
  }

  @Test
  void anotherKeyOfTheSameIdIsAnErrorOfItsOwnAndTheObjectIsPutBack() {
    try (Store writer = open(TestKeys.keyset(11));
        Store reader = open(TestKeys.keyset(11))) {
      Key key = writer.put("secret");
      var taking = new StoreFactory<String>(reader.address(), key, OnResolve.EVICT);
      assertThatThrownBy(() -> reader.read(taking))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining(key.id())
          .hasMessageContaining("this process has another key of that id");
      assertThat(writer.get(key, String.class)).hasValue("secret");
    }
  }

  @Test
  void keysAreChangedInThreeStepsAndObjectsStayReadable() {
    KeysetHandle first = TestKeys.keyset(1);
    KeysetHandle promoted = TestKeys.keyset(List.of(first), 2);
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(promoted);
    builder.getAt(1).makePrimary();
    KeysetHandle announced = build(builder); // both keys, and the first one still encrypts
    try (Store before = open(first)) {
      Key old = before.put("old");
      try (Store after = open(promoted);
          Store reader = open(announced)) {
        Key young = after.put("young");
        assertThat(young.descriptor().packing().keyId()).hasValue(2);
        assertThat(after.get(old, String.class)).hasValue("old");
        assertThat(reader.get(old, String.class)).hasValue("old");
        assertThat(reader.get(young, String.class)).hasValue("young");
        assertThat(reader.put("x").descriptor().packing().keyId()).hasValue(1);
      }
    }
  }

  @Test
  void whoOnlyReadsLearnsOfANewKeyWhileItRuns() {
    KeysetHandle first = TestKeys.keyset(1);
    KeysetHandle both = TestKeys.keyset(List.of(first), 2);
    AtomicReference<KeysetHandle> current = new AtomicReference<>(first);
    AtomicInteger asked = new AtomicInteger();
    KeyProvider provider =
        store -> {
          asked.incrementAndGet();
          return Optional.of(EncryptionKeys.of(current.get()));
        };
    try (Store reader = open(provider);
        Store writer = open(both)) {
      Key key = writer.put("young");
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(() -> reader.get(key, String.class))
            .isInstanceOf(MissingKeyException.class);
      }
      assertThat(asked.get()).as("asked at most once a second").isLessThan(10);
      current.set(both);
      Awaitility.await()
          .ignoreExceptionsInstanceOf(MissingKeyException.class)
          .until(() -> reader.get(key, String.class).isPresent());
    }
  }

  @Test
  void aKeyThatWasDisabledIsNotUsed() {
    KeysetHandle both = TestKeys.keyset(1, 2);
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(both);
    builder.getAt(0).setStatus(KeyStatus.DISABLED);
    builder.getAt(1).makePrimary();
    try (Store writer = open(both);
        Store reader = open(build(builder))) {
      Key key = writer.put("secret");
      assertThatThrownBy(() -> reader.get(key, String.class))
          .isInstanceOf(MissingKeyException.class)
          .hasMessageContaining("primary 2 of [2]");
    }
  }

  private static KeysetHandle build(KeysetHandle.Builder builder) {
    try {
      return builder.build();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theEnvironmentNamesTheFileOfAKeyset(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), TestKeys.json(TestKeys.keyset(5)));
    System.setProperty(PROPERTY, file.toString());
    try (Store store = Store.builder("local:frames").encryption().withoutCache().build()) {
      Proxy<String> proxy = store.proxy("secret");
      assertThat(((StoreFactory<?>) proxy.factory()).key().descriptor().packing().keyId())
          .hasValue(5);
      assertThat(proxy.resolve()).isEqualTo("secret");
    }
  }

  @Test
  void aFileThatIsNoKeysetIsRefusedWithoutBeingShown(@TempDir Path folder) throws Exception {
    String json = TestKeys.json(TestKeys.keyset(5));
    for (String content :
        List.of(
            "", "hunter2", json.substring(0, json.length() / 2), json.replace("ENABLED", "?"))) {
      Path file = Files.writeString(folder.resolve("keys.json"), content);
      System.setProperty(PROPERTY, file.toString());
      assertThatThrownBy(() -> Store.builder("local:frames").encryption().build())
          .isInstanceOf(MissingKeyException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("expected Tink's JSON format")
          .satisfies(
              e -> {
                for (Throwable each = e; each != null; each = each.getCause()) {
                  assertThat(each).message().doesNotContain("hunter2", "value");
                }
              });
    }
    System.setProperty(PROPERTY, folder.resolve("gone.json").toString());
    assertThatThrownBy(() -> Store.builder("local:frames").encryption().build())
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("gone.json")
        .hasMessageContaining("NoSuchFileException");
  }

  @Test
  void keysOfAnotherKindAreRefused() throws Exception {
    AeadConfig.register();
    KeysetHandle chaCha = KeysetHandle.generateNew(PredefinedAeadParameters.CHACHA20_POLY1305);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionKeys.of(chaCha))
        .withMessageContaining("Expected keys for AES-GCM")
        .withMessageContaining("AES256_GCM");
  }

  @Test
  void noKeyIsInATextOrInWhatIsShipped() throws Exception {
    KeysetHandle keyset = TestKeys.keyset(7);
    EncryptionKeys keys = EncryptionKeys.of(keyset);
    var matcher = Pattern.compile("\"value\": ?\"([^\"]+)\"").matcher(TestKeys.json(keyset));
    assertThat(matcher.find()).isTrue();
    assertThat(keys).hasToString("EncryptionKeys[primary 7 of [7]]");
    try (Store store = open(KeyProvider.of(keys))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(store.config());
      assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("Aead", "tink");
      assertThat(store.config().payload().encrypted()).isTrue();
      assertThat(store + " " + store.config()).doesNotContain(matcher.group(1));
    }
  }

  @Test
  void aJobThatEncryptsIsNotGivenAStoreOfTheApplicationThatDoesNot(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), TestKeys.json(TestKeys.keyset(5)));
    System.setProperty(PROPERTY, file.toString());
    Object owner = new Object();
    try (Store plain = Store.open("local:frames")) {
      StoreConfig encrypting = Store.builder("local:frames").encryption().toConfig();
      Store shared = Stores.share(encrypting, owner);
      assertThat(shared).isNotSameAs(plain);
      assertThat(shared.put("secret").descriptor().packing().keyId()).hasValue(5);
      assertThat(Stores.share(StoreConfig.of("local:frames"), owner)).isSameAs(plain);
      Stores.leave(owner);
      assertThat(shared.isClosed()).isTrue();
    }
  }
}
