/**
 * What streams are made of below their producers and consumers: events and their binary frame, and
 * the interface of brokers that move frames. Start at {@link dev.proxystore.stream.event.Broker} to
 * add a broker, at {@link dev.proxystore.stream.event.EventFrame} for the bytes.
 */
@NullMarked
package dev.proxystore.stream.event;

import org.jspecify.annotations.NullMarked;
