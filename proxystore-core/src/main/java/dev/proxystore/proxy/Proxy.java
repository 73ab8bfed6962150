package dev.proxystore.proxy;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A small reference that travels in place of a large object and fetches it where it is used. Use it
 * for what is moved more often than it is looked at; send small values as they are.
 *
 * <p>An instance fetches at most once, however many threads ask, and keeps the value from then on;
 * a failed attempt is not kept, so a later call tries again. Equality, hash and text are those of
 * the address: they never fetch, so a proxy is a safe key. What is serialised, by Java or by Kryo,
 * is the reference and never the value: a copy of a resolved proxy arrives unresolved.
 *
 * <pre>{@code
 * Proxy<byte[]> proxy = store.proxy(image);
 * send(proxy);                  // some tens of bytes
 * byte[] bytes = proxy.resolve();   // on the other side
 * }</pre>
 *
 * @param <T> the type of the object
 */
@DefaultSerializer(ProxyKryoSerializer.class)
@SuppressWarnings("serial") // written as a SerializedProxy
public final class Proxy<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Proxy, Resolution> RESOLUTION =
      AtomicReferenceFieldUpdater.newUpdater(Proxy.class, Resolution.class, "resolution");

  private final transient Factory<T> factory;
  private final transient @Nullable Class<T> type;
  private transient volatile @Nullable Resolution<T> resolution;

  private Proxy(Factory<T> factory, @Nullable Class<T> type) {
    this.factory = requireNonNull(factory, "factory");
    this.type = type;
  }

  /** A proxy of what the factory fetches. */
  public static <T> Proxy<T> of(Factory<T> factory) {
    return new Proxy<>(factory, null);
  }

  /**
   * A proxy whose object somebody has fetched already, with others or ahead of its use. It counts
   * as resolved once it is asked for the object; until then {@link #dropFetched} takes it away.
   */
  public static <T> Proxy<T> fetched(Factory<T> factory, T object) {
    Proxy<T> proxy = of(factory);
    proxy.resolution = Resolution.of(object);
    return proxy;
  }

  /**
   * The proxy that an address describes; the inverse of {@link #toUri()}.
   *
   * @param type what the object must be; checked when it is resolved, in this process
   * @throws IllegalArgumentException if it is not the address of an object
   * @throws dev.proxystore.ProxyStoreException if the store in it is not well formed or names a
   *     user or password
   */
  @SuppressWarnings("unchecked") // checked when resolved
  public static <T> Proxy<T> fromUri(URI uri, Class<T> type) {
    requireNonNull(uri, "uri");
    requireNonNull(type, "type");
    return new Proxy<>((Factory<T>) FactoryFormats.get().parse(uri), type);
  }

  /** Where the object lies and how to read it; holds no credentials. */
  public URI toUri() {
    return factory.toUri();
  }

  /**
   * A transparent stand-in: an instance of the type that resolves this proxy when a method of it is
   * called for the first time, and passes that call and all later ones on to the object. {@code
   * equals}, {@code hashCode} and {@code toString} are those of the object too; to look at a
   * stand-in without resolving it there is {@link Proxies}. Serialised, by Java or by a Kryo with a
   * {@link StandInClassResolver}, it is the reference.
   *
   * @param type an interface that the object implements, or a class that it is of, with no final
   *     methods and no public fields
   * @throws IllegalArgumentException if nothing can stand in for the type; it says why
   */
  public <S> S as(Class<S> type) {
    return StandIns.of(this, type);
  }

  /** What this proxy fetches its object with, and all of it that travels. */
  public Factory<T> factory() {
    return factory;
  }

  /** Whether this instance already holds its object. */
  public boolean isResolved() {
    Resolution<T> current = resolution;
    return current != null
        && current.isAsked()
        && current.isDone()
        && !current.isCompletedExceptionally();
  }

  /**
   * Lets go of an object that was {@linkplain #fetched fetched} for whoever might ask for it, if
   * nobody has: who asks from now on fetches it.
   *
   * @return whether it was let go
   */
  public boolean dropFetched() {
    Resolution<T> current = resolution;
    boolean dropped = current != null && current.drop();
    if (dropped) {
      RESOLUTION.compareAndSet(this, current, null);
    }
    return dropped;
  }

  /**
   * The object, fetched by the first call and kept from then on.
   *
   * @throws ProxyResolveException if the object is missing, unreadable or out of reach
   */
  public T resolve() {
    Resolution<T> current = resolution;
    if ((current == null || !current.isDone() || current.isCancelled()) && factory.waits()) {
      return await(join());
    }
    if (current == null || !current.ask()) {
      Resolution<T> mine = new Resolution<>(Thread.currentThread());
      current = begin(mine);
      if (current == mine) {
        return fetch(mine);
      }
    }
    return await(current);
  }

  private T fetch(Resolution<T> mine) {
    try {
      T value = checked(factory.resolve());
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      fail(mine, e);
      throw e;
    }
  }

  /**
   * Fetches the object in the background, or answers at once if it is here.
   *
   * @return completes with the object, or with what {@link #resolve()} would throw; cancelling it
   *     does not stop the fetch, but ends the wait for an object that is not there yet if nobody
   *     else waits for it with this instance
   */
  public CompletableFuture<T> resolveAsync() {
    if (factory.waits()) {
      return leavingIfCancelled(join());
    }
    Resolution<T> mine = new Resolution<>(null);
    Resolution<T> current = begin(mine);
    if (current == mine) {
      fetchAsync(mine);
    }
    return current.copy();
  }

  /** The wait that is under way or over, or a new one; it ends when nobody is left in it. */
  private Resolution<T> join() {
    while (true) {
      Resolution<T> mine = new Resolution<>(null);
      mine.enter();
      Resolution<T> current = begin(mine);
      if (current == mine) {
        fetchAsync(mine);
        return mine;
      }
      if (current.enter()) {
        return current;
      }
      RESOLUTION.compareAndSet(this, current, null);
    }
  }

  private CompletableFuture<T> leavingIfCancelled(Resolution<T> joined) {
    CompletableFuture<T> answer = joined.copy();
    CompletableFuture<T> unused =
        answer.whenComplete(
            (value, failure) -> {
              if (answer.isCancelled()) {
                leave(joined);
              }
            });
    return answer;
  }

  private void leave(Resolution<T> joined) {
    if (factory.waits() && joined.isLeftByAll()) {
      RESOLUTION.compareAndSet(this, joined, null);
    }
  }

  private void fetchAsync(Resolution<T> mine) {
    CompletableFuture<T> fetch;
    try {
      fetch = mine.stoppable(factory.resolveAsync()).thenApply(this::checked);
    } catch (RuntimeException e) {
      fetch = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> unused =
        fetch.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                mine.complete(value);
              } else {
                fail(mine, unwrap(failure));
              }
            });
  }

  /** The fetch that is under way or done; the given one if there was none. */
  @SuppressWarnings("unchecked")
  private Resolution<T> begin(Resolution<T> mine) {
    while (true) {
      Resolution<T> current = resolution;
      if (current != null && current.ask()) {
        return current;
      }
      if (RESOLUTION.compareAndSet(this, current, mine)) {
        return mine;
      }
    }
  }

  private T checked(T value) {
    if (type == null || type.isInstance(value)) {
      return value;
    }
    throw wrongType(factory, type, value);
  }

  static ProxyResolveException wrongType(Factory<?> factory, Class<?> type, Object found) {
    return new ProxyResolveException(
        factory,
        "expected %s, found %s. Ask for the type that was put."
            .formatted(type.getTypeName(), found.getClass().getTypeName()),
        null);
  }

  private void fail(Resolution<T> mine, Throwable failure) {
    RESOLUTION.compareAndSet(this, mine, null);
    mine.completeExceptionally(failure);
  }

  private T await(Resolution<T> fetch) {
    if (fetch.fetcher == Thread.currentThread() && !fetch.isDone()) {
      throw new ProxyResolveException(
          factory, "reading the object resolves this very proxy and would never end.", null);
    }
    try {
      return fetch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      leave(fetch);
      throw new ProxyResolveException(factory, "interrupted while waiting for the object.", e);
    } catch (ExecutionException e) {
      throw rethrow(unwrap(e));
    }
  }

  private static RuntimeException rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  private static Throwable unwrap(Throwable failure) {
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return wrapper && cause != null ? unwrap(cause) : failure;
  }

  /** Whether both address the same object in the same store. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Proxy<?> that && factory.equals(that.factory);
  }

  @Override
  public int hashCode() {
    return factory.hashCode();
  }

  /** The address; never the value. */
  @Override
  public String toString() {
    return factory.describe();
  }

  private Object writeReplace() {
    return new SerializedProxy(this);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("A proxy is read as a SerializedProxy.");
  }
}
