package dev.proxystore.serialize;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import com.esotericsoftware.kryo.util.Pool;
import java.util.Collection;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Objects of any allowed class, through Kryo. Value types, arrays and collections of the JDK, and
 * proxies, are allowed always; the application's own classes where it says so, by name or package.
 * Anything else is refused by name, when written and before it is loaded when read.
 *
 * <p>Safe for use by several threads, each of which takes an own Kryo from a pool. Bytes are read
 * by the same version of a class that wrote them: for objects that outlive a release use a
 * serializer with a schema.
 */
public final class KryoSerializer implements Serializer {
  /** The id of this encoding. */
  public static final String ID = "kryo";

  private static final int INITIAL_BUFFER_BYTES = 4 << 10;
  private static final int LARGEST_KEPT_BUFFER_BYTES = 1 << 20;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final AllowList allowed;
  private final ClassLoader classLoader;
  private final Pool<Worker> workers =
      new Pool<>(true, false) {
        @Override
        protected Worker create() {
          return new Worker(newKryo());
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
   * @param patterns names of classes, or of packages with all below them as {@code com.acme.*}
   */
  public static KryoSerializer allowing(Collection<String> patterns) {
    return new KryoSerializer(new AllowList(requireNonNull(patterns, "patterns")), loader());
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : KryoSerializer.class.getClassLoader();
  }

  private Kryo newKryo() {
    Kryo kryo = new Kryo(new AllowedClassResolver(allowed), null);
    kryo.setReferenceResolver(new MapReferenceResolver());
    kryo.setRegistrationRequired(false);
    kryo.setClassLoader(classLoader);
    kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    JdkTypes.register(kryo);
    return kryo;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public byte[] serialize(Object value) {
    Worker worker = workers.obtain();
    try {
      worker.kryo.writeClassAndObject(worker.output, value);
      return worker.output.toBytes();
    } catch (RuntimeException | StackOverflowError e) {
      throw failure("write a " + value.getClass().getTypeName(), e);
    } finally {
      release(worker);
    }
  }

  @Override
  public Object deserialize(byte[] bytes) {
    Worker worker = workers.obtain();
    try {
      worker.input.setBuffer(bytes);
      Object value = worker.kryo.readClassAndObject(worker.input);
      if (value == null || worker.input.position() < bytes.length) {
        throw new SerializationException(
            "Expected one object in " + bytes.length + " bytes, found other bytes.");
      }
      return value;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Kryo allocates what a length in the bytes asks for, so foreign bytes can ask for too much.
      throw failure("read " + bytes.length + " bytes", e);
    } finally {
      release(worker);
    }
  }

  private void release(Worker worker) {
    worker.clear();
    workers.free(worker);
  }

  /** The reason below Kryo's wrappers, so that a refused class is seen at once. */
  private static SerializationException failure(String action, Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SerializationException known) {
        return known;
      }
    }
    String reason = thrown instanceof KryoException ? firstLine(thrown) : thrown.toString();
    return new SerializationException("Kryo cannot " + action + ": " + reason, thrown);
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** A Kryo with its buffers; used by one thread at a time. */
  private static final class Worker {
    final Kryo kryo;
    final Input input = new Input();
    Output output = newOutput();

    Worker(Kryo kryo) {
      this.kryo = kryo;
    }

    private static Output newOutput() {
      return new Output(INITIAL_BUFFER_BYTES, LARGEST_ARRAY);
    }

    void clear() {
      kryo.reset();
      input.setBuffer(new byte[0]);
      if (output.getBuffer().length > LARGEST_KEPT_BUFFER_BYTES) {
        output = newOutput();
      } else {
        output.reset();
      }
    }
  }
}
