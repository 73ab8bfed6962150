package dev.proxystore.benchmarks.chaos;

import dev.proxystore.proxy.Proxy;

/**
 * What travels through the job.
 *
 * @param number of the record
 * @param content its payload, which lies in the store
 */
public record Parcel(long number, Proxy<byte[]> content) {}
