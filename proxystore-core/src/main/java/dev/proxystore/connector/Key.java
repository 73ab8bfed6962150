package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import dev.proxystore.serialize.Descriptor;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Names one object in a store and says how its bytes are read.
 *
 * @param id unique in its store; any text of 1 to 512 characters that UTF-8 can express
 * @param descriptor encoding, length and checksum of the stored bytes
 * @param fanOut how many consumers each release the object before it goes; 1 for an object that is
 *     evicted as it is, 0 if that is not known
 */
public record Key(String id, Descriptor descriptor, int fanOut) {
  /** The most characters that an id has. */
  public static final int LONGEST_ID = 512;

  /** The most consumers that an object has. */
  public static final int LARGEST_FAN_OUT = 1 << 15;

  private static final Descriptor UNKNOWN = new Descriptor("unknown", 0, OptionalInt.empty());

  public Key {
    requireNonNull(descriptor, "descriptor");
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "A key's id has 1 to %d characters, found %d.".formatted(LONGEST_ID, id.length()));
    }
    if (fanOut < 0 || fanOut > LARGEST_FAN_OUT) {
      throw new IllegalArgumentException(
          "An object has up to %d consumers, found %d.".formatted(LARGEST_FAN_OUT, fanOut));
    }
    if (hasLoneSurrogate(id)) {
      throw new IllegalArgumentException("A key's id is well-formed text, found a lone surrogate.");
    }
  }

  /** The key of an object that is evicted as it is, without consumers that are counted. */
  public Key(String id, Descriptor descriptor) {
    this(id, descriptor, 1);
  }

  /**
   * The key of an object that is not there yet: it says itself how it is read, in front of its
   * bytes.
   */
  public static Key deferred(String id) {
    return new Key(id, Descriptor.deferred());
  }

  /** The key under which bytes from a stream are put, of which nobody knows how many there are. */
  public static Key ofStream(String id, int fanOut) {
    return new Key(id, Descriptor.stream(0, OptionalInt.empty()), fanOut);
  }

  /** A key to evict by, of an object of which nothing but the id is known. */
  public static Key toEvict(String id) {
    return new Key(id, UNKNOWN, 0);
  }

  /** Whether the key was made before its object, so that it does not say how long that is. */
  public boolean isDeferred() {
    return descriptor.isDeferred();
  }

  /** Whether the object came from a stream, and is read as one. */
  public boolean isStream() {
    return descriptor.isStream();
  }

  /** Whether several consumers each release the object. */
  public boolean isFannedOut() {
    return fanOut > 1;
  }

  /** Whether the store may keep who has released the object. */
  public boolean mayBeFannedOut() {
    return fanOut != 1;
  }

  /** Without a stream: this is on the way of every proxy that is written or read. */
  private static boolean hasLoneSurrogate(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isSurrogate(id.charAt(i))) {
        int codePoint = id.codePointAt(i++);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The number of bytes stored; 0 if the key was made {@linkplain #isDeferred() before them} or
   * {@linkplain #ofStream to put them}.
   */
  public long length() {
    return descriptor.length();
  }

  /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key that
        && fanOut == that.fanOut
        && id.equals(that.id)
        && descriptor.equals(that.descriptor);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, descriptor, fanOut);
  }
}
