package dev.proxystore.serialize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KryoAllowListTest {
  private static final String HERE = "dev.proxystore.serialize.KryoAllowListTest";
  private static final String TRAP_SPRUNG = "proxystore.test.trap";

  record Model(int number) {}

  static final class BaitX {}

  /** Of the same length as its neighbour's name, so that one can stand for the other in bytes. */
  static final class TrapX {
    static {
      System.setProperty(TRAP_SPRUNG, "yes");
    }
  }

  private static KryoSerializer allowing(String... patterns) {
    return KryoSerializer.allowing(List.of(patterns));
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWhenWrittenWithTheLineThatAllowsIt() {
    assertThatThrownBy(() -> allowing().serialize(new Model(1)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("The class " + HERE + ".Model is not allowed")
        .hasMessageContaining("Store.builder(..).allow(\"" + HERE + ".Model\")")
        .hasMessageContaining("-Dproxystore.allow=" + HERE + ".Model");
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWhenItIsBelowOneThatIs() {
    assertThatThrownBy(() -> allowing().serialize(List.of(new Model(1))))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(HERE + ".Model is not allowed");
  }

  private static byte[] bait() {
    return allowing(HERE + ".BaitX").serialize(new BaitX());
  }

  /** What was written for one class, with the name of the other in it. */
  private static byte[] trap() {
    return new String(bait(), ISO_8859_1).replace("$Bait", "$Trap").getBytes(ISO_8859_1);
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWhenReadAndItsInitialiserDoesNotRun() {
    assertThatThrownBy(() -> allowing(HERE + ".BaitX").deserialize(trap()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(HERE + ".TrapX is not allowed");
    assertThat(System.getProperty(TRAP_SPRUNG)).as("static initialiser ran").isNull();

    assertThat(allowing(HERE + ".TrapX").deserialize(trap())).isInstanceOf(TrapX.class);
    assertThat(System.clearProperty(TRAP_SPRUNG)).isEqualTo("yes");
  }

  @Test
  void aClassThatIsNotAllowedIsNotEvenLoadedWhenRead() {
    List<String> loaded = new ArrayList<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(recording(loaded, before));
    try {
      assertThatThrownBy(() -> allowing().deserialize(trap()))
          .isInstanceOf(SerializationException.class);
      assertThat(loaded).doesNotContain(HERE + "$TrapX");
      allowing(HERE + ".BaitX").deserialize(bait());
      assertThat(loaded).contains(HERE + "$BaitX");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static ClassLoader recording(List<String> loaded, ClassLoader parent) {
    return new ClassLoader(parent) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        loaded.add(name);
        return super.loadClass(name, resolve);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HERE + ".Model",
        HERE + "$Model",
        HERE + ".*",
        HERE + "$*",
        "dev.proxystore.serialize.*",
        "dev.*",
        " dev.proxystore.* "
      })
  void aClassIsAllowedByNameOrByWhatIsAroundIt(String pattern) {
    KryoSerializer serializer = allowing(pattern);
    assertThat(serializer.deserialize(serializer.serialize(new Model(1)))).isEqualTo(new Model(1));
    assertThat(serializer.deserialize(serializer.serialize(new Model[][] {{new Model(2)}})))
        .isEqualTo(new Model[][] {{new Model(2)}});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HERE,
        HERE + ".Mod",
        HERE + ".Model.*",
        "dev.proxystore.ser.*",
        "ev.proxystore.serialize.*"
      })
  void aNeighbourIsNotAllowed(String pattern) {
    assertThatThrownBy(() -> allowing(pattern).serialize(new Model(1)))
        .isInstanceOf(SerializationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ".*", "com.acme*", "com/acme/Model", "[Lcom.acme.Model;", "", "a b"})
  void aPatternThatCouldAllowNothingIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> allowing(pattern))
        .withMessageContaining("'" + pattern + "' allows nothing");
  }

  @Test
  void theSystemPropertyAllowsMore() {
    System.setProperty(AllowList.PROPERTY, "com.acme.Other, " + HERE + ".Model");
    try {
      assertThat(allowing().serialize(new Model(1))).isNotEmpty();
    } finally {
      System.clearProperty(AllowList.PROPERTY);
    }
  }

  @Test
  void aLambdaIsRefusedEvenWhereItsPackageIsAllowed() {
    Supplier<String> lambda = (Supplier<String> & Serializable) () -> "x";
    assertThatThrownBy(() -> allowing("dev.proxystore.*").serialize(lambda))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(HERE + " is a lambda");
  }

  @Test
  void classesAsValuesAreRefused() {
    assertThatThrownBy(() -> allowing().serialize(List.of(String.class)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("java.lang.Class is not allowed");
  }
}
