package dev.proxystore.cli;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class HazelcastCommandIT extends CommandContract {
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
  protected String store() {
    return member.store("objects");
  }
}
