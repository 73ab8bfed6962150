/** What stores do, in numbers: how often, how long, how many bytes. */
@NullMarked
package dev.proxystore.store.metrics;

import org.jspecify.annotations.NullMarked;
