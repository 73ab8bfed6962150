package dev.proxystore.examples.cluster;

/**
 * A TaskManager as the JobManager knows it.
 *
 * @param name the name of its process
 * @param address host and port that it is called at
 * @param slots how many slots it offers
 * @param freeSlots how many of them no job has
 */
record TaskManager(String name, String address, int slots, int freeSlots) {}
