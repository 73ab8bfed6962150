/**
 * From objects to bytes and back: the {@link dev.proxystore.serialize.Serializer} interface, the
 * raw and Kryo encodings, and the {@link dev.proxystore.serialize.Descriptor} that says how stored
 * bytes are read.
 */
@NullMarked
package dev.proxystore.serialize;

import org.jspecify.annotations.NullMarked;
