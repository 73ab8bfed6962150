package dev.proxystore.proxy;

import java.util.ServiceLoader;

/** The one format that is in use, looked up once, with the class loader that loaded the proxies. */
final class FactoryFormats {
  private static final FactoryFormat INSTANCE = load();

  private FactoryFormats() {}

  static FactoryFormat get() {
    return INSTANCE;
  }

  private static FactoryFormat load() {
    return ServiceLoader.load(FactoryFormat.class, FactoryFormats.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No "
                        + FactoryFormat.class.getName()
                        + " was found. proxystore-core lists one under META-INF/services; when jars"
                        + " are merged into one, merge the files of that folder too."));
  }
}
