package dev.proxystore.config;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.store.StoreBuilder;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.payload.Compression;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The options of a store that every way to configure one has. To add one is to add it here; the
 * reference page follows.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum StoreOption {
  CACHE_SIZE(
      "cache.size",
      "whole number",
      "The most objects that the cache keeps; 0 for no cache.",
      (store, text) -> store.cacheSize(wholeNumber(text)),
      store -> String.valueOf(store.cacheSize())),
  CACHE_BYTES(
      "cache.bytes",
      "size",
      "The most bytes, as stored, that the cache keeps; 0 for no cache.",
      (store, text) -> store.cacheBytes(ConnectorOptions.parseSize("cache.bytes", text)),
      store -> store.cacheBytes() + "b"),
  TIME_TO_LIVE(
      "time-to-live",
      "duration",
      "How long objects stay if they are not evicted before; 0s for ever.",
      (store, text) -> timeToLive(store, ConnectorOptions.parseDuration("time-to-live", text)),
      store -> store.timeToLive().isZero() ? "0s" : store.timeToLive().toString()),
  CHECKSUMS(
      "checksums",
      "true or false",
      "Whether keys carry a checksum, by which flipped bits are seen.",
      (store, text) -> checksums(store, flag(text)),
      store -> String.valueOf(store.checksums())),
  COMPRESSION(
      "compression",
      "none, lz4 or zstd",
      "How objects are compressed, where that pays.",
      (store, text) -> store.compression(compression(text)),
      store -> store.payload().compression().name().toLowerCase(Locale.ROOT)),
  COMPRESS_FROM(
      "compress-from",
      "size",
      "How many bytes an object has at least to be compressed.",
      (store, text) ->
          store.compressFrom(Math.toIntExact(ConnectorOptions.parseSize("compress-from", text))),
      store -> store.payload().compressFrom() + "b"),
  ENCRYPTION(
      "encryption",
      "true or false",
      "Whether objects are encrypted, with the keys of each process's environment.",
      (store, text) -> encryption(store, flag(text)),
      store -> String.valueOf(store.payload().encrypted())),
  ALLOWED_CLASSES(
      "allowed-classes",
      "names",
      "The application's classes that Kryo may write and read, by name or as package.*, separated by commas.",
      (store, text) -> store.allow(names(text)),
      store -> String.join(",", new TreeSet<>(store.allowed())));

  private final String key;
  private final String type;
  private final String description;
  private final BiConsumer<StoreBuilder, String> set;
  private final Function<StoreConfig, String> get;

  StoreOption(
      String key,
      String type,
      String description,
      BiConsumer<StoreBuilder, String> set,
      Function<StoreConfig, String> get) {
    this.key = key;
    this.type = type;
    this.description = description;
    this.set = set;
    this.get = get;
  }

  /** Its name in files and configurations. */
  public String key() {
    return key;
  }

  /** What its values look like. */
  public String type() {
    return type;
  }

  /** What it is, in a sentence. */
  public String description() {
    return description;
  }

  /** The value that a store has which is not told otherwise. */
  public String defaultValue() {
    return get.apply(StoreConfig.of("local:default"));
  }

  /** What a store is set to. */
  String read(StoreConfig store) {
    return get.apply(store);
  }

  /**
   * Sets a store to this value.
   *
   * @throws RuntimeException if the value is of another type, or out of its bounds; without a
   *     message where {@link #type} says all
   */
  void apply(StoreBuilder store, String text) {
    set.accept(store, text.strip());
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(StoreOption::key).toList();
  }

  private static int wholeNumber(String text) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("", e);
    }
    if (number < 0) {
      throw new IllegalArgumentException("0 or more.");
    }
    return number;
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("");
    };
  }

  private static String[] names(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toArray(String[]::new);
  }

  private static void timeToLive(StoreBuilder store, Duration duration) {
    if (!duration.isZero()) {
      store.timeToLive(duration);
    }
  }

  private static Compression compression(String text) {
    try {
      return Compression.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("", e);
    }
  }

  private static void encryption(StoreBuilder store, boolean wanted) {
    if (wanted) {
      store.encryption();
    }
  }

  private static void checksums(StoreBuilder store, boolean wanted) {
    if (!wanted) {
      store.withoutChecksums();
    }
  }
}
