package dev.proxystore.hazelcast;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.stream.event.BrokerException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's way to its cluster: the instance, the subscribers to close with it, and calls whose
 * errors are sentences.
 */
final class BrokerLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);

  private final BrokerAddress address;
  private final HazelcastBrokerOptions options;
  private final HazelcastInstance instance;
  private final UUID lifecycleListener;
  private final UUID lossListener;
  private final UUID membershipListener;
  private final List<Consumer<Config>> configurations = new CopyOnWriteArrayList<>();
  private final AtomicInteger breaks = new AtomicInteger();
  private final Set<HazelcastSubscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private BrokerLink(
      BrokerAddress address, HazelcastBrokerOptions options, HazelcastInstance instance) {
    this.address = address;
    this.options = options;
    this.instance = instance;
    this.lifecycleListener =
        instance.getLifecycleService().addLifecycleListener(this::connectionChanged);
    this.lossListener = instance.getPartitionService().addPartitionLostListener(event -> broken());
    this.membershipListener = instance.getCluster().addMembershipListener(new Departures());
  }

  static BrokerLink open(BrokerAddress address, HazelcastBrokerOptions options) {
    HazelcastAddress cluster = address.cluster();
    try {
      return new BrokerLink(
          address,
          options,
          cluster.embedded()
              ? EmbeddedMembers.join(cluster, options.connection())
              : HazelcastClients.open(cluster, options.connection()));
    } catch (ConnectorException e) {
      String subject = "The store " + cluster.store() + " ";
      throw new BrokerException(
          address.given(), String.valueOf(e.getMessage()).replace(subject, ""), e.getCause());
    }
  }

  private void connectionChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
      // It may be another cluster, started in the place of the one that there was.
      configurations.forEach(each -> quietly(() -> apply(each)));
      broken();
    } else if (event.getState() == LifecycleState.CLIENT_DISCONNECTED) {
      broken();
    }
  }

  private void broken() {
    breaks.incrementAndGet();
    subscribers.forEach(HazelcastSubscriber::changed);
  }

  /** Members that die may take with them what others have no copy of yet. */
  private final class Departures implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      // brings nothing and takes nothing
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      broken();
    }
  }

  /**
   * How often the connection went or came, or members went. As long as this stays the same, what is
   * in the cluster is what was there before.
   */
  int breaks() {
    return breaks.get();
  }

  BrokerAddress address() {
    return address;
  }

  HazelcastBrokerOptions options() {
    return options;
  }

  HazelcastInstance instance() {
    return instance;
  }

  /** Adds to the configuration of the cluster, unless that has one of the kind already. */
  void configure(Consumer<Config> addition) {
    configurations.add(addition);
    apply(addition);
  }

  private void apply(Consumer<Config> addition) {
    try {
      call(
          "cannot configure the cluster",
          () -> {
            addition.accept(instance.getConfig());
            return address;
          });
    } catch (BrokerException e) {
      if (!(e.getCause() instanceof InvalidConfigurationException)) {
        throw e;
      }
      LOG.debug("The cluster of {} keeps the configuration that it has.", address.given(), e);
    }
  }

  /**
   * Makes a call.
   *
   * @param problem what cannot be done if it fails: "cannot read the topic 'frames'"
   */
  <T> T call(String problem, Callable<T> call) {
    try {
      return call.call();
    } catch (BrokerException e) {
      throw e;
    } catch (ExecutionException e) {
      throw failure(problem, e.getCause() == null ? e : e.getCause());
    } catch (Exception e) {
      throw failure(problem, e);
    }
  }

  private BrokerException failure(String problem, Throwable cause) {
    Duration timeout = options.timeout();
    return new BrokerException(
        address.given(), problem + ": " + Reasons.of(cause, timeout) + ".", cause);
  }

  /** Is told of breaks, and closed with this. */
  void add(HazelcastSubscriber subscriber) {
    subscribers.add(subscriber);
    if (closed.get()) {
      subscriber.close();
    }
  }

  void remove(HazelcastSubscriber subscriber) {
    subscribers.remove(subscriber);
  }

  /** Does what is not worth an error if the cluster is gone. */
  static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.debug("Not done, as the cluster cannot be reached.", e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      subscribers.forEach(HazelcastSubscriber::close);
      quietly(() -> instance.getLifecycleService().removeLifecycleListener(lifecycleListener));
      quietly(() -> instance.getCluster().removeMembershipListener(membershipListener));
      quietly(() -> instance.getPartitionService().removePartitionLostListener(lossListener));
      if (address.cluster().embedded()) {
        EmbeddedMembers.leave(instance);
      } else {
        instance.shutdown();
      }
    }
  }
}
