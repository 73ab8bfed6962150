package dev.proxystore.hazelcast;

import com.hazelcast.core.EntryView;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.proxystore.connector.StoredObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster says of a store's objects and of itself. Hazelcast shows an entry with its
 * value: looking at all objects fetches all that are not in chunks.
 */
final class HazelcastInspection {
  private static final int AT_ONCE = 16;

  private final HazelcastInstance instance;
  private final IMap<String, Object> map;
  private final Calls calls;

  HazelcastInspection(HazelcastInstance instance, IMap<String, Object> map, Calls calls) {
    this.instance = instance;
    this.map = map;
    this.calls = calls;
  }

  void inspect(List<String> ids, Consumer<StoredObject> objects) {
    for (int start = 0; start < ids.size(); start += AT_ONCE) {
      List<String> some = ids.subList(start, Math.min(ids.size(), start + AT_ONCE));
      List<@Nullable StoredObject> found =
          calls.each("cannot be looked into", some.size(), i -> look(some.get(i)));
      for (StoredObject each : found) {
        if (each != null) {
          objects.accept(each);
        }
      }
    }
  }

  private @Nullable StoredObject look(String id) {
    EntryView<String, Object> entry = map.getEntryView(id);
    if (entry == null || Manifest.isRemoved(entry.getValue())) {
      return null;
    }
    long now = System.currentTimeMillis();
    long end = entry.getExpirationTime();
    return new StoredObject(
        id,
        length(entry.getValue()),
        entry.getCreationTime() <= 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(Math.max(0, now - entry.getCreationTime()))),
        end == Long.MAX_VALUE || end <= 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(Math.max(0, end - now))));
  }

  private static OptionalLong length(Object value) {
    if (value instanceof byte[] bytes) {
      return OptionalLong.of(bytes.length);
    }
    return value instanceof String text
        ? Manifest.parse(text).map(m -> OptionalLong.of(m.length())).orElse(OptionalLong.empty())
        : OptionalLong.empty();
  }

  Map<String, String> describe() {
    var members = instance.getCluster().getMembers();
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "version",
        members.stream()
            .map(each -> each.getVersion().toString())
            .distinct()
            .collect(Collectors.joining(", ")));
    all.put("members", Integer.toString(members.size()));
    return all;
  }
}
