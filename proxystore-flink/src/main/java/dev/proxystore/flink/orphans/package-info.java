/**
 * Objects whose ids say which attempt of which task put them, and how those go that no checkpoint
 * holds. Start with {@code PutObjects}.
 */
@NullMarked
package dev.proxystore.flink.orphans;

import org.jspecify.annotations.NullMarked;
