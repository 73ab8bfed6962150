/**
 * The command {@code bin/chaos}: a job in a cluster of processes, of which some are killed at
 * random moments, and what is checked afterwards. Start at {@link
 * dev.proxystore.benchmarks.chaos.ChaosCommand}.
 */
@NullMarked
package dev.proxystore.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
