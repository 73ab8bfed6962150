/**
 * Stores: where objects are put and fetched, and where proxies of them are made. Start at {@link
 * dev.proxystore.store.Store}.
 */
@NullMarked
package dev.proxystore.store;

import org.jspecify.annotations.NullMarked;
