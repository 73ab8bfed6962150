package dev.proxystore.hazelcast;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.SerializationConfig;

/**
 * Which classes Hazelcast may load to build what it reads. Objects are bytes and texts, so no other
 * value in a store's map is built: it is an error before its class is loaded. Hazelcast has no such
 * bound for values that say of themselves how they are read ({@code DataSerializable}), nor for
 * enums and classes as values; it loads those that are on the class path.
 */
final class ReadClasses {
  private ReadClasses() {}

  /** For a client, which is sent nothing that it has to build. */
  static void refuseAll(SerializationConfig config) {
    config.setJavaSerializationFilterConfig(none());
    config.getCompactSerializationConfig().setZeroConfigFilter(none());
  }

  /** For a member, which is sent the errors of others, and nothing else that it has to build. */
  static void refuseAllButErrors(SerializationConfig config) {
    ClassFilter errors =
        new ClassFilter()
            .addPackages("java.lang", "java.util", "java.util.concurrent", "java.io")
            .addClasses("[Ljava.lang.StackTraceElement;")
            .addPrefixes("com.hazelcast.");
    config.setJavaSerializationFilterConfig(
        new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(errors));
    config.getCompactSerializationConfig().setZeroConfigFilter(none());
  }

  /** Every name begins with an empty text. An empty list of what is allowed would allow all. */
  private static JavaSerializationFilterConfig none() {
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setBlacklist(new ClassFilter().addPrefixes(""));
  }
}
