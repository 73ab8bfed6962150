/**
 * Stores as files, properties, URIs and other frameworks' configurations describe them; all have
 * the same options. Start at {@link dev.proxystore.config.StoreConfigs}.
 */
@NullMarked
package dev.proxystore.config;

import org.jspecify.annotations.NullMarked;
