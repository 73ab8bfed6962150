package dev.proxystore.store.future;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;

/**
 * An object that somebody will make: its proxy may be shipped at once, and whoever resolves that
 * waits until the object is there. Use it where consumers are to start before their producer is
 * done. What is kept lies in the store, so the two may be in different processes; any process that
 * has the proxy can complete the future too, see {@code Store.futureFromProxy}.
 *
 * <pre>{@code
 * ProxyFuture<String> future = store.future();
 * send(future.proxy());          // resolving it waits
 * future.complete("the object"); // here or there: whoever waits has it
 * }</pre>
 *
 * <p>A future is completed once, with an object or with a failure. Safe for use by several threads.
 *
 * @param <T> the type of the object
 */
public interface ProxyFuture<T> {

  /** A proxy of the object; any number of them may be had, before and after it is there. */
  Proxy<T> proxy();

  /** What names the object in its store. */
  Key key();

  /**
   * Stores the object; all who wait for it are given it.
   *
   * @throws IllegalArgumentException if it is a stream: those are put with {@code
   *     store.put(InputStream)}
   * @throws FutureAlreadySetException if there is an object or a failure already
   * @throws dev.proxystore.serialize.SerializationException if no serializer of the store writes it
   * @throws dev.proxystore.connector.ConnectorException if the system cannot be reached; it may be
   *     completed again then
   */
  void complete(T value);

  /**
   * Says that there will be no object; all who wait for it fail with a {@link
   * FutureFailedException}. Only the name of the failure's class and its message travel.
   *
   * @throws FutureAlreadySetException if there is an object or a failure already
   * @throws dev.proxystore.connector.ConnectorException if the system cannot be reached
   */
  void completeExceptionally(Throwable failure);

  /** Whether this instance has completed it, or the store holds an object or a failure. */
  boolean isDone();
}
