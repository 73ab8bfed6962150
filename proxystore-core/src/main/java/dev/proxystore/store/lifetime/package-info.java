/**
 * Until when objects stay that belong together: the kinds of {@link dev.proxystore.store.Lifetime}.
 * Start at {@link dev.proxystore.store.lifetime.ContextLifetime} for a block of code, and at {@link
 * dev.proxystore.store.lifetime.LeaseLifetime} for what must not outlive a crash.
 */
@NullMarked
package dev.proxystore.store.lifetime;

import org.jspecify.annotations.NullMarked;
