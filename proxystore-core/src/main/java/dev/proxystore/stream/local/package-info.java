/**
 * Brokers in the memory of this process: {@link dev.proxystore.stream.local.LocalBrokerProvider}
 * says how they are addressed.
 */
@NullMarked
package dev.proxystore.stream.local;

import org.jspecify.annotations.NullMarked;
