/** Reads splits and turns their events into records. */
@NullMarked
package dev.proxystore.flink.source.reader;

import org.jspecify.annotations.NullMarked;
