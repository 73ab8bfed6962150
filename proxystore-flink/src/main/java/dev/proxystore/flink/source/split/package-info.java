/** The parts of topics that readers read, and what checkpoints keep of them. */
@NullMarked
package dev.proxystore.flink.source.split;

import org.jspecify.annotations.NullMarked;
