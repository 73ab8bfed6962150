/**
 * How Flink carries proxies: as references of some tens of bytes, through shuffles, state and
 * savepoints, without ever fetching an object. Start at {@link
 * dev.proxystore.flink.typeutils.ProxyTypeInfo}.
 */
@NullMarked
package dev.proxystore.flink.typeutils;

import org.jspecify.annotations.NullMarked;
