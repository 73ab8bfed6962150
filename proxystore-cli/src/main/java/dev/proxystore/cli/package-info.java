/** {@code bin/proxystore}: looks into stores and streams, and moves files through them. */
@NullMarked
package dev.proxystore.cli;

import org.jspecify.annotations.NullMarked;
