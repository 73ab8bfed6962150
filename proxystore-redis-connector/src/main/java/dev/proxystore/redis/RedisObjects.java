package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.SummedBytes;
import dev.proxystore.redis.RedisServers.Answer;
import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The objects of one store as keys and values of Redis: {@code store:id} holds the object itself
 * or, if that is larger than a chunk, its {@link Manifest}. Every write and every removal learns in
 * its one step which manifest it took away, and removes the chunks of that.
 */
final class RedisObjects {
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  /** Objects up to this size are taken in one step; they are never split. */
  private static final int TAKEN_AT_ONCE = RedisOptions.SMALLEST_CHUNK_SIZE;

  /** Up to this size a value that is sent back costs less than a second command. */
  private static final int CHEAP = 4 << 10;

  private final StoreAddress address;
  private final int chunkSize;
  private final RedisServers servers;
  private final ChunkedObjects chunks;

  RedisObjects(StoreAddress address, RedisOptions options, RedisServers servers) {
    this.address = address;
    this.chunkSize = options.chunkSize();
    this.servers = servers;
    this.chunks = new ChunkedObjects(address.name(), servers, COMMANDS, chunkSize);
  }

  /** An object and, if it lies in chunks, which. */
  private record Found(SummedBytes object, Optional<Manifest> manifest) {}

  void put(Key key, byte[] bytes, Duration timeToLive) {
    if (key.mayBeFannedOut()) {
      forgetReleases(List.of(key));
    }
    putValue(key, bytes, timeToLive);
  }

  /** The same, with the checksum of what was sent; that of chunks is made afterwards. */
  int putSummed(Key key, byte[] bytes, Duration timeToLive) {
    if (isSplit(bytes)) {
      put(key, bytes, timeToLive);
      return Descriptor.checksum(bytes);
    }
    if (key.mayBeFannedOut()) {
      forgetReleases(List.of(key));
    }
    SummedPut put = new SummedPut(name(key), bytes, Expiry.parameters(timeToLive));
    removeReplaced(bytes, servers.run(put.command()));
    return put.crc32c();
  }

  private void putValue(Key key, byte[] bytes, Duration timeToLive) {
    if (isSplit(bytes)) {
      putManifest(key, chunks.write(bytes, timeToLive), timeToLive);
    } else {
      removeReplaced(bytes, servers.run(set(key, bytes, timeToLive)));
    }
  }

  /** Makes an object visible whose chunks are there. */
  void putSplit(Key key, Manifest manifest, Duration timeToLive) {
    forgetReleases(List.of(key));
    putManifest(key, manifest, timeToLive);
  }

  private void putManifest(Key key, Manifest manifest, Duration timeToLive) {
    byte[] value = manifest.toBytes();
    byte[] old =
        shown(Optional.of(manifest), () -> servers.ask(set(key, value, timeToLive))).value();
    removeReplaced(value, old);
  }

  /** Makes an object visible; if the server refuses that, its chunks do not stay. */
  private <T> Answer<T> shown(Optional<Manifest> manifest, Supplier<Answer<T>> command) {
    try {
      return command.get();
    } catch (JedisDataException e) {
      manifest.ifPresent(chunks::removeQuietly);
      throw e;
    }
  }

  /** What reads and writes the same objects in pieces. */
  RedisObjectStreams streams() {
    return new RedisObjectStreams(this, address.name(), chunkSize, servers, chunks);
  }

  /** Whether it was stored, since there was none; then all who wait for it are told. */
  boolean putNew(Key key, byte[] bytes, Duration timeToLive) {
    Optional<Manifest> manifest =
        isSplit(bytes) ? Optional.of(chunks.write(bytes, timeToLive)) : Optional.empty();
    byte[] value = manifest.map(Manifest::toBytes).orElse(bytes);
    if (!isStored(key, value, timeToLive, manifest)) {
      chunks.remove(manifest.stream().toList());
      return false;
    }
    tell(key);
    return true;
  }

  /** A second try finds what the first has stored. */
  private boolean isStored(
      Key key, byte[] value, Duration timeToLive, Optional<Manifest> manifest) {
    CommandObject<String> setNew =
        Payload.set(name(key), value, Expiry.parameters(timeToLive).nx());
    Answer<String> answer = shown(manifest, () -> servers.ask(setNew));
    return answer.value() != null
        || (answer.askedTwice() && Arrays.equals(value, servers.run(COMMANDS.get(name(key)))));
  }

  private void tell(Key key) {
    try {
      servers.run(COMMANDS.publish(Watchers.channel(address), key.id().getBytes(UTF_8)));
    } catch (JedisException e) {
      // The object is there all the same: who waits looks for it now and then.
    }
  }

  void putAll(Map<Key, byte[]> batch, Duration timeToLive) {
    forgetReleases(batch.keySet());
    List<byte[]> values = new ArrayList<>();
    List<Request<byte[]>> requests = new ArrayList<>();
    batch.forEach(
        (key, bytes) -> {
          if (isSplit(bytes)) {
            putValue(key, bytes, timeToLive);
          } else {
            values.add(bytes);
            requests.add(new Request<>(bytes.length, () -> set(key, bytes, timeToLive)));
          }
        });
    servers.runAll(requests, (i, old) -> removeReplaced(values.get(i), old));
  }

  private boolean isSplit(byte[] bytes) {
    return bytes.length > chunkSize;
  }

  /** Stores a value and answers what was there before. */
  private CommandObject<byte[]> set(Key key, byte[] value, Duration timeToLive) {
    return Payload.setGet(name(key), value, Expiry.parameters(timeToLive));
  }

  private void removeReplaced(byte[] value, byte @Nullable [] old) {
    if (old != null && !Arrays.equals(old, value)) { // equal if a second try replaced the first
      Manifest.parse(old).ifPresent(manifest -> chunks.remove(List.of(manifest)));
    }
  }

  Optional<byte[]> get(Key key) {
    return read(key, false).map(Found::object).map(SummedBytes::bytes);
  }

  /** The same, with its checksum; that of chunks is made afterwards. */
  Optional<SummedBytes> getSummed(Key key) {
    return read(key, true).map(Found::object);
  }

  List<Optional<byte[]>> getAll(List<Key> keys) {
    List<Request<SummedBytes>> requests = new ArrayList<>();
    keys.forEach(
        key -> requests.add(new Request<>(key.length(), () -> Fetch.get(name(key), false))));
    List<Optional<byte[]>> objects = new ArrayList<>();
    servers.runAll(
        requests,
        (i, value) ->
            objects.add(open(keys.get(i), value).map(Found::object).map(SummedBytes::bytes)));
    return objects;
  }

  private Optional<Found> read(Key key, boolean isSummed) {
    return open(key, servers.run(Fetch.get(name(key), isSummed)));
  }

  /**
   * What a value stands for. If chunks are gone, the object may have been replaced or removed. A
   * manifest of an object of another length is not followed: it is not what the key was given for,
   * so it is answered as it is, and found to be too short or too long by who reads it. A key that
   * does not know the length knows no better: what is set under it never begins like a manifest.
   */
  private Optional<Found> open(Key key, @Nullable SummedBytes found) {
    if (found == null) {
      return Optional.empty();
    }
    byte[] value = found.bytes();
    Optional<Manifest> manifest =
        value.length == key.length() && !key.isDeferred()
            ? Optional.empty()
            : Manifest.parse(value)
                .filter(chunked -> key.isDeferred() || chunked.length() == key.length());
    if (manifest.isEmpty()) {
      return Optional.of(new Found(found, manifest));
    }
    Optional<byte[]> bytes = manifest.flatMap(chunks::read);
    return bytes.isPresent()
        ? Optional.of(new Found(SummedBytes.of(bytes.get()), manifest))
        : openLater(key, manifest.get());
  }

  private Optional<Found> openLater(Key key, Manifest incomplete) {
    SummedBytes value = servers.run(Fetch.get(name(key), false));
    if (value == null || !Arrays.equals(value.bytes(), incomplete.toBytes())) {
      return open(key, value);
    }
    throw new ConnectorException(
        address,
        "has lost a part of the object %s: expected its %d chunks, found fewer. Put it again, or evict it."
            .formatted(key.id(), incomplete.chunks()),
        null);
  }

  Optional<byte[]> take(Key key) {
    return take(key, false).map(SummedBytes::bytes);
  }

  /** The same, with its checksum; that of chunks is made afterwards. */
  Optional<SummedBytes> takeSummed(Key key) {
    return take(key, true);
  }

  private Optional<SummedBytes> take(Key key, boolean isSummed) {
    boolean atOnce = key.length() <= TAKEN_AT_ONCE && !key.isDeferred();
    Optional<SummedBytes> taken = atOnce ? takeAtOnce(key, isSummed) : readAndRemove(key, isSummed);
    if (key.mayBeFannedOut()) {
      forgetReleases(List.of(key));
    }
    return taken;
  }

  private Optional<SummedBytes> takeAtOnce(Key key, boolean isSummed) {
    Answer<SummedBytes> answer = servers.ask(Fetch.getDel(name(key), isSummed));
    if (answer.value() == null && answer.askedTwice()) {
      throw new ConnectorException(
          address,
          "broke off while the object %s was taken, and now has no such object: it was not there before, another caller took it, or it is lost."
              .formatted(key.id()),
          null);
    }
    return open(key, answer.value()).map(this::withoutChunks);
  }

  private Optional<SummedBytes> readAndRemove(Key key, boolean isSummed) {
    Optional<Found> found = read(key, isSummed);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return found.get().manifest().isPresent()
        ? removeManifest(key, found.get())
        : removeValue(key, found.get());
  }

  /**
   * Of several callers the one that removes the object has it; on a second try, whoever read it.
   */
  private Optional<SummedBytes> removeValue(Key key, Found found) {
    Answer<Long> removed = servers.ask(COMMANDS.unlink(name(key)));
    boolean mine = Objects.equals(removed.value(), 1L) || removed.askedTwice();
    return mine ? Optional.of(found.object()) : Optional.empty();
  }

  /** The same; but what was put in its place since it was read is taken in its place. */
  private Optional<SummedBytes> removeManifest(Key key, Found found) {
    Answer<SummedBytes> removed = servers.ask(Fetch.getDel(name(key), false));
    SummedBytes value = removed.value();
    byte[] expected = found.manifest().orElseThrow().toBytes();
    if (value != null && !Arrays.equals(value.bytes(), expected)) {
      return open(key, value).map(this::withoutChunks);
    }
    boolean mine = value != null || removed.askedTwice();
    return mine ? Optional.of(withoutChunks(found)) : Optional.empty();
  }

  private SummedBytes withoutChunks(Found taken) {
    taken.manifest().ifPresent(manifest -> chunks.remove(List.of(manifest)));
    return taken.object();
  }

  Set<Key> existing(List<Key> keys) {
    List<Request<Boolean>> requests =
        keys.stream().map(key -> Request.small(COMMANDS.exists(name(key)))).toList();
    Set<Key> existing = new HashSet<>();
    servers.runAll(
        requests,
        (i, exists) -> {
          if (Boolean.TRUE.equals(exists)) {
            existing.add(keys.get(i));
          }
        });
    return existing;
  }

  /** Removes each value in the round trip that also tells whether it is a manifest. */
  void remove(List<Key> keys) {
    if (keys.size() == 1 && isCheap(keys.get(0))) {
      removeCheap(keys.get(0));
    } else {
      removeAll(keys);
    }
  }

  private static boolean isCheap(Key key) {
    return key.length() > 0 && key.length() <= CHEAP && !key.mayBeFannedOut();
  }

  /** With one command, which answers what was there: perhaps what has replaced the object. */
  private void removeCheap(Key key) {
    byte[] value = servers.run(COMMANDS.getDel(name(key)));
    if (value != null && value.length != key.length()) {
      Manifest.parse(value).ifPresent(manifest -> chunks.remove(List.of(manifest)));
    }
  }

  private void removeAll(List<Key> keys) {
    List<Request<Object>> requests = new ArrayList<>();
    for (Key key : keys) {
      requests.add(Request.small(raw(COMMANDS.getrange(name(key), 0, Manifest.LONGEST))));
      requests.add(Request.small(raw(COMMANDS.unlink(names(key)))));
    }
    List<Manifest> removed = new ArrayList<>();
    servers.runAll(
        requests,
        (i, answer) -> {
          if (answer instanceof byte[] head && head.length != keys.get(i / 2).length()) {
            Manifest.parse(head).ifPresent(removed::add);
          }
        });
    chunks.remove(removed);
  }

  /** The object's key, and if it may have several consumers that of those who have released it. */
  private byte[][] names(Key key) {
    return key.mayBeFannedOut()
        ? new byte[][] {name(key), ReleasedBy.name(address.name(), key)}
        : new byte[][] {name(key)};
  }

  private void forgetReleases(Collection<Key> keys) {
    List<Request<Long>> requests =
        keys.stream()
            .filter(Key::mayBeFannedOut)
            .map(key -> Request.small(COMMANDS.unlink(ReleasedBy.name(address.name(), key))))
            .toList();
    servers.runAll(requests, (i, removed) -> {});
  }

  /** Notes releases, each in one step that also removes the value if it was the last. */
  Set<Key> release(List<Key> keys, ObjectConsumer consumer) {
    List<Request<Object>> requests =
        keys.stream().map(key -> ReleasedBy.release(address.name(), key, consumer)).toList();
    Set<Key> gone = new HashSet<>();
    List<Manifest> removed = new ArrayList<>();
    servers.runAll(
        requests,
        (i, answer) -> {
          if (answer != null && ReleasedBy.isGone(answer)) {
            gone.add(keys.get(i));
          }
          if (answer instanceof byte[] head && head.length != keys.get(i).length()) {
            Manifest.parse(head).ifPresent(removed::add);
          }
        });
    chunks.remove(removed);
    return gone;
  }

  /** Renews what belongs to objects first, so that it is there for as long as they are. */
  Set<Key> renew(List<Key> keys, Duration timeToLive) {
    chunks.renew(manifests(keys.stream().filter(RedisObjects::maySplit).toList()), timeToLive);
    long millis = Expiry.millis(timeToLive);
    List<Request<Long>> requests = new ArrayList<>();
    for (Key key : keys) {
      byte[][] names = names(key);
      for (int i = names.length - 1; i >= 0; i--) {
        requests.add(Request.small(COMMANDS.pexpire(names[i], millis)));
      }
    }
    List<Long> renewed = new ArrayList<>();
    servers.runAll(requests, (i, answer) -> renewed.add(answer == null ? 0 : answer));
    return those(keys, renewed);
  }

  /** Of the answers for each key, the last is that for the object itself. */
  private Set<Key> those(List<Key> keys, List<Long> renewed) {
    Set<Key> there = new HashSet<>();
    int last = -1;
    for (Key key : keys) {
      last += names(key).length;
      if (renewed.get(last) == 1L) {
        there.add(key);
      }
    }
    return there;
  }

  /** Who lists objects does not know how long they are, and says 0. */
  private static boolean maySplit(Key key) {
    return key.length() == 0 || key.length() > RedisOptions.SMALLEST_CHUNK_SIZE;
  }

  private List<Manifest> manifests(List<Key> keys) {
    List<Request<Object>> requests =
        keys.stream()
            .map(key -> Request.small(raw(COMMANDS.getrange(name(key), 0, Manifest.LONGEST))))
            .toList();
    List<Manifest> manifests = new ArrayList<>();
    servers.runAll(
        requests,
        (i, answer) -> {
          if (answer instanceof byte[] head && head.length != keys.get(i).length()) {
            Manifest.parse(head).ifPresent(manifests::add);
          }
        });
    return manifests;
  }

  void list(String prefix, Consumer<String> ids) {
    String store = address.name() + ":";
    String pattern = (store + prefix).replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
    servers.scan(pattern, name -> ids.accept(name.substring(store.length())));
  }

  static CommandObject<Object> raw(CommandObject<?> command) {
    return new CommandObject<>(command.getArguments(), BuilderFactory.RAW_OBJECT);
  }

  private byte[] name(Key key) {
    return ReleasedBy.object(address.name(), key);
  }
}
