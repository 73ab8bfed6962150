/**
 * The stream demo: files go from a generator process through a Flink job to compute processes that
 * have no Flink, over a store and a broker. {@link
 * dev.proxystore.examples.streamdemo.StreamDemoCommand} is the command; {@link
 * dev.proxystore.examples.streamdemo.Generator}, {@link
 * dev.proxystore.examples.streamdemo.Dispatcher} and {@link
 * dev.proxystore.examples.streamdemo.Compute} are the processes.
 */
@NullMarked
package dev.proxystore.examples.streamdemo;

import org.jspecify.annotations.NullMarked;
