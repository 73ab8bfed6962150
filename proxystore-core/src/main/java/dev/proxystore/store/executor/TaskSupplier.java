package dev.proxystore.store.executor;

import java.io.Serializable;

/**
 * A task without an argument.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskSupplier<R> extends Serializable {
  R get() throws Exception;
}
