/** Results as a page with charts. */
@NullMarked
package dev.proxystore.benchmarks.report;

import org.jspecify.annotations.NullMarked;
