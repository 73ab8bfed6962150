/**
 * What several packages of the core share and Java makes public for that; not for use outside.
 * {@link dev.proxystore.internal.Binary} is how the binary formats write numbers and texts; {@link
 * dev.proxystore.internal.Services} finds what modules offer; {@link
 * dev.proxystore.internal.Nearest} what somebody meant who has misspelt a name.
 */
@NullMarked
package dev.proxystore.internal;

import org.jspecify.annotations.NullMarked;
