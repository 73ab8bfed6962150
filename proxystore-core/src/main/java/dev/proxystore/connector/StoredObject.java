package dev.proxystore.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object as a system shows it to whoever looks at what it holds.
 *
 * @param id the object's id
 * @param bytes as stored; absent if the system does not say
 * @param age since it was put, or since it was last used where the system keeps no more; absent if
 *     it keeps neither
 * @param timeToLive how long it stays; absent if it stays until it is evicted
 */
public record StoredObject(
    String id, OptionalLong bytes, Optional<Duration> age, Optional<Duration> timeToLive) {}
