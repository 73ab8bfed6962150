package dev.proxystore.serialize;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.util.Pool;
import java.util.Collection;
import java.util.function.Function;

/**
 * Objects of any allowed class, through Kryo. Value types, arrays and collections of the JDK, and
 * proxies, are allowed always; the application's own classes where it says so, by name or package.
 * Anything else is refused by name, when written and before it is loaded when read.
 *
 * <p>Safe for use by several threads, each of which takes an own Kryo from a pool. Bytes are read
 * by the same version of a class that wrote them: for objects that outlive a release use a
 * serializer with a schema. Objects nested some thousands deep do not fit a thread's stack and are
 * refused.
 */
public final class KryoSerializer implements Serializer {
  /** The id of this encoding. */
  public static final String ID = "kryo";

  private final AllowList allowed;
  private final ClassLoader classLoader;
  private final Pool<KryoWorker> workers =
      new Pool<>(true, false) {
        @Override
        protected KryoWorker create() {
          return new KryoWorker(new CheckedKryo(allowed, classLoader));
        }
      };

  private KryoSerializer(AllowList allowed, ClassLoader classLoader) {
    this.allowed = allowed;
    this.classLoader = classLoader;
  }

  /**
   * A serializer that allows, beside the JDK's types, what is named here and by the system property
   * {@code proxystore.allow} or the variable {@code PROXYSTORE_ALLOW}.
   *
   * @param patterns names of classes, or {@code com.acme.*} for all below a package or class
   * @throws IllegalArgumentException if a pattern is neither
   */
  public static KryoSerializer allowing(Collection<String> patterns) {
    return new KryoSerializer(new AllowList(requireNonNull(patterns, "patterns")), loader());
  }

  /**
   * Checks what somebody wants to allow.
   *
   * @throws IllegalArgumentException if a pattern is neither the name of a class nor as {@code
   *     com.acme.*}
   */
  public static void requirePatterns(Collection<String> patterns) {
    patterns.forEach(AllowList::checked);
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : KryoSerializer.class.getClassLoader();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public byte[] serialize(Object value) {
    requireNonNull(value, "value");
    return run("write a " + value.getClass().getTypeName(), worker -> worker.write(value));
  }

  @Override
  public Object deserialize(byte[] bytes) {
    return run("read " + bytes.length + " bytes", worker -> worker.read(bytes));
  }

  /** A Kryo that failed may be left half-way through an object, so it is not used again. */
  private <T> T run(String action, Function<KryoWorker, T> work) {
    KryoWorker worker = workers.obtain();
    T result;
    try {
      result = work.apply(worker);
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      // Serializers that Kryo or the application brings may allocate what foreign bytes ask for.
      throw failure(action, e);
    }
    worker.clear();
    workers.free(worker);
    return result;
  }

  /** The reason below Kryo's wrappers, so that a refused class is seen at once. */
  private SerializationException failure(String action, Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SerializationException known) {
        return known;
      }
    }
    return new SerializationException("Kryo cannot " + action + ": " + reason(thrown), thrown);
  }

  private String reason(Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return "the objects in it are nested too deeply for the stack of this thread.";
    }
    String reason = thrown instanceof KryoException ? firstLine(thrown) : thrown.toString();
    return reason.startsWith("Unable to find class")
        ? "%s. It was looked for in %s, the context class loader of the thread that opened the store: open it in a thread whose context class loader has the class."
            .formatted(reason, classLoader)
        : reason;
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
