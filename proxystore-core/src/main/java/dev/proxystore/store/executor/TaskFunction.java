package dev.proxystore.store.executor;

import java.io.Serializable;

/**
 * A task with an argument. It is given the object itself, also where a proxy has travelled.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<T, R> extends Serializable {
  R apply(T argument) throws Exception;
}
