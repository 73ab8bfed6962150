/**
 * Tasks whose arguments and results travel as proxies, through whatever executor: a pool of threads
 * or another process. Start at {@link dev.proxystore.store.executor.StoreExecutor}.
 */
@NullMarked
package dev.proxystore.store.executor;

import org.jspecify.annotations.NullMarked;
