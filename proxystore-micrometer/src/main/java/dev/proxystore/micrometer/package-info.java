/** What stores do, in the meters of a Micrometer registry. */
@NullMarked
package dev.proxystore.micrometer;

import org.jspecify.annotations.NullMarked;
