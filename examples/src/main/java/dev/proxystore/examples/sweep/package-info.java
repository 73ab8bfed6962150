/** The command {@code bin/sweep}, which removes what a job left in a store. */
@NullMarked
package dev.proxystore.examples.sweep;

import org.jspecify.annotations.NullMarked;
