package dev.proxystore.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what modules on the class path offer. One that cannot be loaded, as when it comes from
 * another class loader than the core, is left out with a warning and does not keep the others from
 * working.
 */
public final class Services {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  /** Ends the search where the class path itself cannot be read. */
  private static final int MOST_FAILURES = 100;

  private Services() {}

  /** Those that can be loaded, with the class loader that loaded the service. */
  public static <S> List<S> load(Class<S> service) {
    Iterator<S> services = ServiceLoader.load(service, service.getClassLoader()).iterator();
    List<S> found = new ArrayList<>();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        LOG.warn(
            "A module is left out, since it does not fit the core that is in use: {} Use one release of ProxyStore's modules, in one place of the class path.",
            e.toString());
      }
    }
    return found;
  }
}
