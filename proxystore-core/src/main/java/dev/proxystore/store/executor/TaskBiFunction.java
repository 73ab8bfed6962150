package dev.proxystore.store.executor;

import java.io.Serializable;

/**
 * A task with two arguments. It is given the objects themselves, also where proxies have travelled.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskBiFunction<A, B, R> extends Serializable {
  R apply(A first, B second) throws Exception;
}
