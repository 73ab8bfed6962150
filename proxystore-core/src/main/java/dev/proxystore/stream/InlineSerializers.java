package dev.proxystore.stream;

import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.serialize.Serializers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What writes and reads the objects that travel in their events. */
final class InlineSerializers {
  private final Set<String> allowed = new TreeSet<>();
  private @Nullable Serializer serializer;

  void allow(String pattern) {
    allowed.add(pattern);
  }

  void use(Serializer objects) {
    serializer = objects;
  }

  Serializers build() {
    return Serializers.of(
        serializer != null ? serializer : KryoSerializer.allowing(allowed), List.of());
  }
}
