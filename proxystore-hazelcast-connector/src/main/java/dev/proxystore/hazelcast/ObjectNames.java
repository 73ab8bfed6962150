package dev.proxystore.hazelcast;

import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import com.hazelcast.query.QueryConstants;
import java.util.UUID;
import java.util.regex.Pattern;

/** How the keys of a store's map are told apart: those of objects and those of hidden chunks. */
final class ObjectNames {
  private static final String CHUNK = "chunk-";
  private static final String CHUNKS = CHUNK + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern CHUNK_KEY = Pattern.compile(CHUNKS + "\\..*");
  private static final Pattern NOTE = Pattern.compile(".*~" + CHUNKS, Pattern.DOTALL);

  private ObjectNames() {}

  /** What the keys of a new object's chunks begin with. */
  static String newChunks() {
    return CHUNK + UUID.randomUUID() + ".";
  }

  /**
   * Where a writer notes what the chunks of an object are until it is there. Who lists objects by
   * what their ids begin with finds the notes of writers that have died.
   */
  static String note(String id, Manifest manifest) {
    String first = manifest.chunks().get(0);
    return id + "~" + first.substring(0, first.indexOf('.'));
  }

  static boolean isChunk(String key) {
    return CHUNK_KEY.matcher(key).matches();
  }

  /** Whether it is the key of a {@link #note}, and of no object that is there. */
  static boolean isNote(String key) {
    return NOTE.matcher(key).matches();
  }

  static Predicate<String, Object> beginningWith(String prefix) {
    String escaped = prefix.replaceAll("[%_\\\\]", "\\\\$0");
    return Predicates.like(QueryConstants.KEY_ATTRIBUTE_NAME.value(), escaped + "%");
  }
}
