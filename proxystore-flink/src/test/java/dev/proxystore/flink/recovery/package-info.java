/** Jobs that fail at each step of an object's life; start with {@code EveryStepKit}. */
@NullMarked
package dev.proxystore.flink.recovery;

import org.jspecify.annotations.NullMarked;
