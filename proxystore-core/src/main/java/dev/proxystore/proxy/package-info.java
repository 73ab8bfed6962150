/**
 * The proxy itself: a typed address that resolves to its object at most once an instance. Knows
 * nothing of stores; start at {@link dev.proxystore.proxy.Proxy}.
 */
@NullMarked
package dev.proxystore.proxy;

import org.jspecify.annotations.NullMarked;
