package dev.proxystore.stream;

import java.time.Duration;

/**
 * How the objects of a topic are gathered.
 *
 * @param size how many make a batch
 * @param mostWaiting how many may wait to be sent in the background
 * @param linger how long a batch waits to fill; zero for as long as it takes
 */
record Batching(int size, int mostWaiting, Duration linger) {}
