/** Objects larger than memory: put from streams, and read as streams. */
@NullMarked
package dev.proxystore.store.large;

import org.jspecify.annotations.NullMarked;
