package dev.proxystore.store.payload;

import dev.proxystore.serialize.Packing;

/** Bytes as they are stored, and how they became that. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Packed(byte[] bytes, Packing packing) {}
