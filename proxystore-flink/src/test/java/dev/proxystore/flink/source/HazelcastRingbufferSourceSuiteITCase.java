package dev.proxystore.flink.source;

import dev.proxystore.flink.testutils.ProxySourceSuite;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Hazelcast's ringbuffers, under Flink's test suite of sources. */
class HazelcastRingbufferSourceSuiteITCase extends ProxySourceSuite {
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
  protected String address() {
    return member.store("events") + "&broker=ringbuffer&partitions=4";
  }
}
