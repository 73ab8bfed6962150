package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a store: a URI whose last path segment is the store's name, such as {@code
 * redis://host:6379/frames} or {@code local:frames}. It says where objects lie and never who may
 * read them: an address with user-info or a password in it is refused.
 *
 * <p>Immutable; equal if the texts are, after the scheme and hosts have been put in lower case.
 */
public final class StoreAddress implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SCHEME_AND_AUTHORITY = Pattern.compile("^[^:/?#]+:(//[^/?#]*)?");
  private static final int LONGEST_BYTES = 4096;

  private final String text;
  private transient @Nullable URI uri;
  private transient @Nullable String name;

  private StoreAddress(String text) {
    this.text = text;
  }

  /**
   * Reads an address.
   *
   * @throws AddressException if it is not a URI, has no scheme, no name or a fragment, or holds a
   *     secret; the secret is not repeated
   */
  public static StoreAddress parse(String text) {
    requireNonNull(text, "address");
    requireNoUserInfo(text);
    StoreAddress address = new StoreAddress(lowerCase(text));
    address.validate();
    return address;
  }

  private static String lowerCase(String text) {
    Matcher matcher = SCHEME_AND_AUTHORITY.matcher(text);
    return matcher.find()
        ? matcher.group().toLowerCase(Locale.ROOT) + text.substring(matcher.end())
        : text;
  }

  private static void requireNoUserInfo(String text) {
    if (Secrets.hasUserInfo(text)) {
      throw new AddressException(
          "The store address %s was given with a user or password before an '@'. %s Elsewhere an '@' is written %%40."
              .formatted(Secrets.withoutUserInfo(text), Secrets.ADVICE));
    }
  }

  private void validate() {
    parameters().keySet().stream().filter(Secrets::isName).findAny().ifPresent(this::refuse);
    requireOnce();
    URI parsed = uri();
    if (!parsed.isAbsolute()) {
      throw new AddressException(
          "'%s' is no store address: expected scheme:…/name, such as local:frames or redis://host:6379/frames."
              .formatted(text));
    }
    if (parsed.getRawFragment() != null) {
      throw new AddressException(
          "'%s' is the address of an object, expected that of a store: leave out the last segment and what follows '#'."
              .formatted(text));
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw new AddressException(
          "A store address has up to %d bytes, found %d characters."
              .formatted(LONGEST_BYTES, text.length()));
    }
    if (!NAME.matcher(name()).matches()) {
      throw new AddressException(
          "'%s' does not end in a store's name: expected a last segment of up to 100 letters, digits, dots, hyphens and underscores, found '%s'."
              .formatted(text, name()));
    }
  }

  /** Nobody knows which of two values was meant. */
  private void requireOnce() {
    Set<String> names = new HashSet<>();
    for (String each : text.substring(base().length()).replaceFirst("\\?", "").split("&", -1)) {
      String name = each.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && !names.add(name)) {
        throw new AddressException(
            "The store address %s was given with the parameter '%s' twice: give it once."
                .formatted(base(), name));
      }
    }
  }

  private void refuse(String parameter) {
    throw new AddressException(
        "The store address %s was given with the parameter '%s'. %s"
            .formatted(base(), parameter, Secrets.ADVICE));
  }

  /** This address as a URI. */
  public URI uri() {
    URI known = uri;
    if (known == null) {
      known = parseUri();
      uri = known;
    }
    return known;
  }

  private URI parseUri() {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new AddressException(
          "'%s' is no store address: %s at index %d."
              .formatted(text.replaceFirst("\\?.*", ""), e.getReason(), e.getIndex()));
    }
  }

  /** The part before the first colon, in lower case: it chooses the connector. */
  public String scheme() {
    return text.substring(0, text.indexOf(':'));
  }

  /** The last path segment. */
  public String name() {
    String known = name;
    if (known == null) {
      String path = SCHEME_AND_AUTHORITY.matcher(base()).replaceFirst("");
      known = path.substring(path.lastIndexOf('/') + 1);
      name = known;
    }
    return known;
  }

  /** The address without its parameters. */
  public String base() {
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  /** The parameters after the question mark, in their order; a flag has an empty value. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    int start = text.indexOf('?');
    if (start >= 0) {
      for (String each : text.substring(start + 1).split("&", -1)) {
        int equals = each.indexOf('=') < 0 ? each.length() : each.indexOf('=');
        String name = each.substring(0, equals).toLowerCase(Locale.ROOT);
        parameters.put(name, each.substring(Math.min(each.length(), equals + 1)));
      }
    }
    return parameters;
  }

  /** What was serialised by others is checked as any address. */
  private Object readResolve() {
    return parse(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreAddress that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The address as text; {@link #parse} reads it. */
  @Override
  public String toString() {
    return text;
  }
}
