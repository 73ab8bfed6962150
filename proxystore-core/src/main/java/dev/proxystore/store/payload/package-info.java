/**
 * Compression and encryption of what lies in a store. Start with {@link
 * dev.proxystore.store.payload.Compression} and {@link dev.proxystore.store.payload.KeyProvider}.
 */
@NullMarked
package dev.proxystore.store.payload;

import org.jspecify.annotations.NullMarked;
