package dev.proxystore.cli;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AutoClose;

final class HazelcastCommandIT extends CommandContract {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected String store() {
    return member.store("objects");
  }
}
