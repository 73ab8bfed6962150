/**
 * The demo: a Flink job that takes the checksum of every file in a folder, in which only proxies
 * pass the dispatcher. {@link dev.proxystore.examples.demo.DemoJob} is the job; {@link
 * dev.proxystore.examples.demo.DemoCommand} is the command around it.
 */
@NullMarked
package dev.proxystore.examples.demo;

import org.jspecify.annotations.NullMarked;
