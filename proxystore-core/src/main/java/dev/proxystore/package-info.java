/**
 * Proxies for large objects: small, self-contained references that travel in place of the objects
 * and fetch them only where they are used. Start at {@link dev.proxystore.store.Store}.
 */
@NullMarked
package dev.proxystore;

import org.jspecify.annotations.NullMarked;
