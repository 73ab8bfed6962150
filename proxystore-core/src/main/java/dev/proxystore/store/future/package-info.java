/**
 * Futures: proxies of objects that do not exist yet, and the errors of whoever waits for them.
 * Start at {@link dev.proxystore.store.future.ProxyFuture}.
 */
@NullMarked
package dev.proxystore.store.future;

import org.jspecify.annotations.NullMarked;
