/**
 * Small programs, each with one idea; {@code bin/example} lists and runs them. Start at {@link
 * dev.proxystore.examples.QuickStart}. The demo job and the local cluster have packages of their
 * own.
 */
@NullMarked
package dev.proxystore.examples;

import org.jspecify.annotations.NullMarked;
