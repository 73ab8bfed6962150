/**
 * An Apache Flink cluster of several processes on this machine, made of the jars that Maven fetched
 * for the build: what {@code bin/cluster} runs. A job that is submitted to it ships {@link
 * dev.proxystore.examples.cluster.JobJars}; all else starts at {@link
 * dev.proxystore.examples.cluster.ClusterCommand}.
 */
@NullMarked
package dev.proxystore.examples.cluster;

import org.jspecify.annotations.NullMarked;
