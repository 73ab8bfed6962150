/** A store for tests that counts and can be held back, and what drives operators without a job. */
package dev.proxystore.flink.testutils;
