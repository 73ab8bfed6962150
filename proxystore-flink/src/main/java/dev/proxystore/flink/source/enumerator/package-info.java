/** Finds the splits of topics and hands them out; decides when a topic is over. */
@NullMarked
package dev.proxystore.flink.source.enumerator;

import org.jspecify.annotations.NullMarked;
