/** Objects in the memory of this process, for tests and for stages that share one process. */
@NullMarked
package dev.proxystore.connector.local;

import org.jspecify.annotations.NullMarked;
