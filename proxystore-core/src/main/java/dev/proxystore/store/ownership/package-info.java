/**
 * Objects that have one owner and go with it, lent to many readers or to one writer. Start at
 * {@link dev.proxystore.store.ownership.OwnedProxy}.
 */
@NullMarked
package dev.proxystore.store.ownership;

import org.jspecify.annotations.NullMarked;
