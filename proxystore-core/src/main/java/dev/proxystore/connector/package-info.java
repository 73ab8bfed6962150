/**
 * What a storage system must offer to hold objects, and how its implementation is found by the
 * scheme of an address. Users of a store need only {@link dev.proxystore.connector.StoreAddress}
 * and {@link dev.proxystore.connector.CredentialsProvider}; who adds a system starts at {@link
 * dev.proxystore.connector.Connector}.
 */
@NullMarked
package dev.proxystore.connector;

import org.jspecify.annotations.NullMarked;
