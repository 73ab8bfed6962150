package dev.proxystore.store;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The address of an object as a URI: that of its store with the key's id as one more segment, and
 * in the fragment how to read it, which no server needs to see.
 *
 * <pre>{@code
 * redis://host:6379/frames/4k9x…1?option#kryo;length=1048576;crc32c=9ae0daaf;evict
 * }</pre>
 *
 * The checksum is left out where it is switched off; {@code evict} says that resolving removes.
 */
final class ObjectUri {
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
    Descriptor descriptor = factory.key().descriptor();
    StringBuilder text = new StringBuilder(descriptor.encoding());
    text.append(";length=").append(descriptor.length());
    descriptor.crc32c().ifPresent(crc -> text.append(";crc32c=").append("%08x".formatted(crc)));
    if (factory.onResolve() == OnResolve.EVICT) {
      text.append(";evict");
    }
    return text.toString();
  }

  static StoreFactory<?> parse(URI uri) {
    String text = uri.toString();
    int hash = text.indexOf('#');
    String location = hash < 0 ? text : text.substring(0, hash);
    int query = location.indexOf('?');
    String path = query < 0 ? location : location.substring(0, query);
    int slash = path.lastIndexOf('/');
    if (hash < 0 || slash < 0) {
      throw invalid(uri, "it has no '#' with the encoding and length behind the object's id");
    }
    String store = path.substring(0, slash) + location.substring(path.length());
    return parse(
        uri, StoreAddress.parse(store), path.substring(slash + 1), text.substring(hash + 1));
  }

  private static StoreFactory<?> parse(URI uri, StoreAddress store, String id, String fragment) {
    long length = -1;
    OptionalInt crc = OptionalInt.empty();
    OnResolve onResolve = OnResolve.KEEP;
    String[] parts = fragment.split(";", -1);
    try {
      for (int i = 1; i < parts.length; i++) {
        if (parts[i].startsWith("length=")) {
          length = Long.parseLong(parts[i].substring("length=".length()));
        } else if (parts[i].startsWith("crc32c=")) {
          crc =
              OptionalInt.of(Integer.parseUnsignedInt(parts[i].substring("crc32c=".length()), 16));
        } else if (parts[i].equals("evict")) {
          onResolve = OnResolve.EVICT;
        } else {
          throw invalid(uri, "'" + parts[i] + "' is not known; a newer version may have made it");
        }
      }
      Key key = new Key(decode(id), new Descriptor(parts[0], length, crc));
      return new StoreFactory<>(store, key, onResolve);
    } catch (NumberFormatException e) {
      throw invalid(uri, "a number in it is malformed");
    }
  }

  private static IllegalArgumentException invalid(URI uri, String problem) {
    return new IllegalArgumentException(
        "'%s' is not the address of an object: %s. Expected store/id#encoding;length=n, as Proxy.toUri() makes it."
            .formatted(uri, problem));
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
