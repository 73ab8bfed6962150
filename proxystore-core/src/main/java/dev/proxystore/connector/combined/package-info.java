/**
 * Stores made of several: {@code multi:} puts each object where a policy says, {@code tiered:}
 * keeps what is used in a fast store in front of a large one. Start at {@link
 * dev.proxystore.connector.combined.CombinedAddress}.
 */
@NullMarked
package dev.proxystore.connector.combined;

import org.jspecify.annotations.NullMarked;
