package dev.proxystore.store;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of an object as a URI: that of its store with the key's id as one more segment, and
 * in the fragment how to read it, which no server needs to see.
 *
 * <pre>{@code
 * redis://host:6379/frames/4k9x…1?option#kryo;length=1048576;crc32c=9ae0daaf;evict
 * }</pre>
 *
 * The checksum is left out where it is switched off. Behind it {@code codec=lz4;unpacked=4194304}
 * and {@code keyid=1234567890} say that the object is compressed and encrypted. {@code evict} says
 * that resolving removes, and {@code consumers=3} before it that three have to release the object
 * first. Of an object that is set later stands {@code deferred;timeout=60000}: for how many
 * milliseconds resolving waits.
 */
final class ObjectUri {
  private static final String EVICT = ";evict";
  private static final String CONSUMERS = ";consumers=";
  private static final Pattern FRAGMENT =
      Pattern.compile(
          "(?<encoding>[^;]+);length=(?<length>\\d{1,19})(;crc32c=(?<crc>[0-9a-f]{8}))?"
              + PackingFormat.FRAGMENT
              + "(;consumers=(?<consumers>[1-9]\\d{0,4}))?(?<evict>;evict)?");

  private static final Pattern DEFERRED =
      Pattern.compile("deferred;timeout=(?<timeout>\\d{1,19})(?<evict>;evict)?");

  private ObjectUri() {}

  static URI of(StoreFactory<?> factory) {
    String store = factory.store().toString();
    String base = factory.store().base();
    return URI.create(
        base
            + "/"
            + encode(factory.key().id())
            + store.substring(base.length())
            + "#"
            + fragment(factory));
  }

  private static String fragment(StoreFactory<?> factory) {
    String text =
        factory.waits()
            ? "deferred;timeout=" + factory.timeout().toMillis()
            : fragment(factory.key().descriptor());
    if (factory.key().isFannedOut()) {
      text += CONSUMERS + factory.key().fanOut();
    }
    return factory.onResolve() == OnResolve.EVICT ? text + EVICT : text;
  }

  static String fragment(Descriptor descriptor) {
    StringBuilder text = new StringBuilder(descriptor.encoding());
    text.append(";length=").append(descriptor.length());
    descriptor.crc32c().ifPresent(crc -> text.append(";crc32c=").append("%08x".formatted(crc)));
    PackingFormat.append(descriptor.packing(), text);
    return text.toString();
  }

  static StoreFactory<?> parse(URI uri) {
    String text = uri.toString();
    int end = text.indexOf('#') < 0 ? text.length() : text.indexOf('#');
    String location = text.substring(0, end);
    String path = location.replaceFirst("\\?.*", "");
    int slash = path.lastIndexOf('/');
    if (slash < 0 || !uri.isAbsolute()) {
      throw new IllegalArgumentException(
          "Expected the address of an object, store/id#encoding;length=n, such as redis://localhost:6379/frames/4k9x#bytes;length=1024 and as Proxy.toUri() makes it; found one without %s."
              .formatted(
                  uri.isAbsolute() ? "a '/' before the object's id" : "a scheme such as 'redis:'"));
    }
    String store = path.substring(0, slash) + location.substring(path.length());
    StoreAddress address = StoreAddress.parse(store); // refuses secrets before anything is shown
    if (end == text.length()) {
      throw invalid(uri, "it has no '#' with the encoding and length behind the object's id", null);
    }
    try {
      return factory(address, decode(path.substring(slash + 1)), text.substring(end + 1));
    } catch (IllegalArgumentException e) {
      throw invalid(uri, String.valueOf(e.getMessage()), e);
    }
  }

  private static StoreFactory<?> factory(StoreAddress address, String id, String fragment) {
    Matcher deferred = DEFERRED.matcher(fragment);
    if (deferred.matches()) {
      Duration timeout = Duration.ofMillis(Long.parseLong(deferred.group("timeout")));
      return StoreFactory.ofFuture(address, Key.deferred(id), onResolve(deferred), timeout);
    }
    Matcher parts = parts(fragment);
    Key key = new Key(id, descriptor(parts), consumers(parts));
    return new StoreFactory<>(address, key, onResolve(parts));
  }

  private static OnResolve onResolve(Matcher parts) {
    return parts.group("evict") == null ? OnResolve.KEEP : OnResolve.EVICT;
  }

  private static int consumers(Matcher parts) {
    String consumers = parts.group("consumers");
    return consumers == null ? 1 : Integer.parseInt(consumers);
  }

  static Descriptor descriptor(String fragment) {
    return descriptor(parts(fragment));
  }

  private static Matcher parts(String fragment) {
    Matcher parts = FRAGMENT.matcher(fragment);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + fragment + "' is malformed, or made by a newer version");
    }
    return parts;
  }

  private static Descriptor descriptor(Matcher parts) {
    String crc = parts.group("crc");
    return new Descriptor(
        parts.group("encoding"),
        Long.parseLong(parts.group("length")),
        crc == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(crc, 16)),
        PackingFormat.parse(parts));
  }

  private static IllegalArgumentException invalid(
      URI uri, String problem, @Nullable RuntimeException cause) {
    return new IllegalArgumentException(
        "'%s' is not the address of an object: %s. Expected store/id#encoding;length=n, as Proxy.toUri() makes it."
            .formatted(uri, problem),
        cause);
  }

  /** Percent-encodes all but what a path segment takes as it is (RFC 3986, section 3.3). */
  private static String encode(String id) {
    StringBuilder text = new StringBuilder(id.length());
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~@:".indexOf(c) >= 0;
      text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
