package dev.proxystore.flink.sink;

import dev.proxystore.flink.testutils.ProxySinkSuite;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Hazelcast's ringbuffers, with objects in Hazelcast, under Flink's test suite of sinks. */
class HazelcastRingbufferSinkSuiteITCase extends ProxySinkSuite {
  private static HazelcastMember member;

  @BeforeAll
  static void startMember() {
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stopMember() {
    member.close();
  }

  @Override
  protected String broker() {
    return member.store("events") + "&broker=ringbuffer&partitions=4";
  }

  @Override
  protected String store() {
    return member.store("texts");
  }
}
