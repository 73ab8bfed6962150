package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.FreePort;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmbeddedMembersIT {
  private static final byte[] BYTES = {1, 2, 3};
  private static final Key KEY = new Key("id", Descriptor.of("bytes", BYTES));

  @AfterEach
  void everyMemberIsGone() {
    Set<HazelcastInstance> left = Set.copyOf(Hazelcast.getAllHazelcastInstances());
    Hazelcast.shutdownAll();
    assertThat(left).isEmpty();
  }

  private static Connector open(String address) {
    return Connectors.open(StoreAddress.parse(address), ConnectorOptions.defaults());
  }

  private static HazelcastInstance onlyMember() {
    assertThat(Hazelcast.getAllHazelcastInstances()).hasSize(1);
    return Hazelcast.getAllHazelcastInstances().iterator().next();
  }

  @Test
  void aStartedMemberIsSharedAndGoesWithItsLastUser() {
    Connector first = open("hazelcast:embedded/one");
    HazelcastInstance started = onlyMember();
    Connector second = open("hazelcast:embedded/two");
    assertThat(onlyMember()).isSameAs(started);
    first.close();
    first.close();
    second.put(KEY, BYTES, Connector.UNLIMITED);
    assertThat(second.get(KEY)).hasValue(BYTES);
    second.close();
    assertThat(started.getLifecycleService().isRunning()).isFalse();
  }

  @Test
  void aStartedMemberListensOnLoopbackAlone() {
    try (Connector connector = open("hazelcast:embedded/one?cluster=lonely")) {
      Address listening = onlyMember().getCluster().getLocalMember().getAddress();
      assertThat(listening.getHost()).isEqualTo("127.0.0.1");
      assertThat(onlyMember().getConfig().getClusterName()).isEqualTo("lonely");
      assertThat(connector.get(KEY)).isEmpty();
    }
  }

  @Test
  void aMemberOfTheApplicationIsUsedAndNeverShutDown() {
    try (HazelcastMember member = HazelcastMember.start()) {
      try (Connector connector = open("hazelcast:embedded/one")) {
        connector.put(KEY, BYTES, Connector.UNLIMITED);
      }
      assertThat(member.instance().getMap("one").size()).isEqualTo(1);
    }
  }

  @Test
  void severalMembersOfOneClusterAreAsGoodAsOne() {
    try (HazelcastMember one = HazelcastMember.start();
        HazelcastMember two = HazelcastMember.startBeside(one);
        Connector connector = open("hazelcast:embedded/one")) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(two.instance().getMap("one").size()).isEqualTo(1);
    }
  }

  @Test
  void severalClustersAreListedForAChoice() {
    try (HazelcastMember one = HazelcastMember.start();
        HazelcastMember two = HazelcastMember.start()) {
      assertThatThrownBy(() -> open("hazelcast:embedded/one"))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining(one.instance().getName() + " of the cluster " + one.cluster())
          .hasMessageContaining(two.cluster())
          .hasMessageContaining("?instance=");
      try (Connector chosen = open("hazelcast:embedded/one?cluster=" + two.cluster())) {
        chosen.put(KEY, BYTES, Connector.UNLIMITED);
      }
      assertThat(two.instance().getMap("one").size()).isEqualTo(1);
    }
  }

  @Test
  void anInstanceThatDoesNotRunIsAnErrorThatListsThoseThatDo() {
    try (HazelcastMember member = HazelcastMember.start()) {
      assertThatThrownBy(() -> open("hazelcast:embedded/one?instance=other"))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining(member.instance().getName());
    }
  }

  @Test
  void listedMembersFormACluster() throws IOException {
    String one = "127.0.0.1:" + FreePort.find();
    String two = "127.0.0.1:" + FreePort.find();
    // The same members in another order are another address, so that one process starts two.
    try (Connector first = open("hazelcast:embedded/one?members=" + one + "," + two);
        Connector second = open("hazelcast:embedded/one?members=" + two + "," + one)) {
      await().until(() -> sizes().equals(Set.of(2)));
      first.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(second.get(KEY)).hasValue(BYTES);
    }
  }

  private static Set<Integer> sizes() {
    return Hazelcast.getAllHazelcastInstances().stream()
        .map(each -> each.getCluster().getMembers().size())
        .collect(Collectors.toSet());
  }

  @Test
  void aMemberWhosePortIsTakenListensAtTheNextOneListed() throws IOException {
    int free = FreePort.find();
    try (HazelcastMember taken = HazelcastMember.start();
        Connector connector =
            open(
                "hazelcast:embedded/one?members=%s,127.0.0.1:%d"
                    .formatted(taken.address(), free))) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      try (Connector client = open("hazelcast://127.0.0.1:%d/one".formatted(free))) {
        assertThat(client.get(KEY)).hasValue(BYTES);
      }
      assertThat(taken.instance().getMap("one").size()).isZero();
    }
  }

  @Test
  void membersThatThisMachineCannotBeAreAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> open("hazelcast:embedded/one?members=127.0.0.1:" + taken.getLocalPort()))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("does not answer as a member");
    }
    assertThatThrownBy(() -> open("hazelcast:embedded/one?members=192.0.2.1:5701"))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("no")
        .hasMessageContaining("address of this machine");
  }

  @Test
  void aMemberThatWasShutDownUnderneathIsASentence() {
    HazelcastMember member = HazelcastMember.start();
    try (Connector connector = open("hazelcast:embedded/one")) {
      member.close();
      assertThatThrownBy(() -> connector.get(KEY))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("hazelcast:embedded/one")
          .hasMessageContaining("its Hazelcast instance was shut down.");
    }
  }
}
