package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoresTest {
  private static final int THREADS = 32;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final StoreAddress address =
      StoreAddress.parse("counting:registry" + NAMES.incrementAndGet());
  private final StoreConfig config = StoreConfig.of(address);

  @AfterEach
  void closeStore() {
    Stores.find(address).ifPresent(Store::close);
  }

  private List<CountingConnector> opened() {
    return CountingConnectorProvider.opened(address);
  }

  private static <T> List<T> together(Supplier<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.get();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(each.get(30, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void threadsThatRaceForAnAddressGetOneStoreThatIsOpenedOnce() throws Exception {
    List<Store> stores = together(() -> Stores.getOrOpen(address));
    assertThat(stores).hasSize(THREADS).containsOnly(Stores.find(address).orElseThrow());
    assertThat(opened()).hasSize(1);
  }

  @Test
  void ownersThatShareAnAddressCloseItTogether() throws Exception {
    Queue<Object> owners = new ConcurrentLinkedQueue<>();
    together(
        () -> {
          Object owner = new Object();
          owners.add(owner);
          return Stores.share(config, owner);
        });
    assertThat(opened()).hasSize(1);
    Object last = owners.remove();
    owners.forEach(Stores::leave);
    assertThat(opened().get(0).closes).hasValue(0);
    Stores.leave(last);
    assertThat(opened().get(0).closes).hasValue(1);
    assertThat(Stores.find(address)).isEmpty();
  }

  @Test
  void ownersThatComeAndGoNeverMeetAClosedStore() throws Exception {
    together(
        () -> {
          for (int i = 0; i < 50; i++) {
            Object owner = new Object();
            Stores.share(config, owner).put("x");
            Stores.leave(owner);
          }
          return true;
        });
    assertThat(opened()).allSatisfy(each -> assertThat(each.closes).hasValue(1));
    assertThat(Stores.find(address)).isEmpty();
  }

  @Test
  void anOwnerThatSharesTwiceIsOneOwnerAndMayLeaveTwice() {
    // Equal, but not the same: owners are known by identity.
    Object first = new String("owner");
    Object second = new String("owner");
    Stores.share(config, first);
    Stores.share(config, first);
    Stores.share(config, second);
    Stores.leave(first);
    Stores.leave(first);
    assertThat(opened().get(0).closes).hasValue(0);
    Stores.leave(second);
    assertThat(opened().get(0).closes).hasValue(1);
  }

  @Test
  void ownersThatConfigureAnAddressDifferentlyHaveStoresOfTheirOwn() {
    Object plainOwner = new Object();
    Object allowingOwner = new Object();
    StoreConfig allowing = Store.builder(config).allow("com.acme.*").toConfig();
    Store plain = Stores.share(config, plainOwner);
    Store allows = Stores.share(allowing, allowingOwner);
    assertThat(allows).isNotSameAs(plain);
    assertThat(allows.config()).isEqualTo(allowing);
    assertThat(Stores.share(allowing, plainOwner)).isSameAs(allows);
    Stores.leave(plainOwner);
    assertThat(opened()).extracting(each -> each.closes.get()).containsExactly(1, 0);
    assertThat(Stores.find(address)).containsSame(allows);
    Stores.leave(allowingOwner);
    assertThat(opened()).extracting(each -> each.closes.get()).containsExactly(1, 1);
    assertThat(Stores.find(address)).isEmpty();
  }

  @Test
  void aStoreThatNobodySharesIsNotClosedByAnOwnerOfOthers() {
    Store open = Stores.getOrOpen(address);
    Stores.leave(this);
    assertThat(Stores.find(address)).containsSame(open);
  }

  @Test
  void aStoreThatTheApplicationBuiltIsSharedButNotClosed() {
    try (Store built = Store.open(address.toString())) {
      assertThat(Stores.share(config, this)).isSameAs(built);
      Stores.leave(this);
      assertThat(opened().get(0).closes).hasValue(0);
      assertThat(Stores.getOrOpen(address)).isSameAs(built);
    }
    assertThat(opened().get(0).closes).hasValue(1);
    assertThat(Stores.find(address)).isEmpty();
  }

  @Test
  void ownersOfAStoreThatTheApplicationClosedDoNotKeepItsSuccessorOpen() {
    Object ofTheFirst = new Object();
    Object ofTheSecond = new Object();
    Store built = Store.open(address.toString());
    Stores.share(config, ofTheFirst);
    built.close();
    assertThat(Stores.share(config, ofTheSecond)).isNotSameAs(built);
    Stores.leave(ofTheSecond);
    assertThat(opened().get(1).closes).hasValue(1);
    Stores.leave(ofTheFirst);
    assertThat(opened()).allSatisfy(each -> assertThat(each.closes).hasValue(1));
  }

  @Test
  void theFirstStoreThatIsBuiltServesTheProxies() {
    try (Store first = Store.open(address.toString())) {
      Store.open(address.toString()).close();
      assertThat(opened()).hasSize(2);
      assertThat(Stores.find(address)).containsSame(first);
    }
  }

  @Test
  void aSecondStoreThatIsBuiltForAnAddressIsWarnedOf() {
    Store shared = Stores.share(config, this);
    String none = logged(() -> Store.open(address.toString()).close());
    Stores.leave(this);
    assertThat(shared.isClosed()).isTrue();
    String one = logged(() -> openTwice());
    String sequence = logged(() -> Store.open(address.toString()).close());
    assertThat(List.of(none, sequence)).allSatisfy(log -> assertThat(log).isEmpty());
    assertThat(one)
        .containsOnlyOnce("WARN")
        .contains("The store " + address + " was built once more")
        .contains("proxies resolve through the first");
  }

  private void openTwice() {
    try (Store first = Store.open(address.toString());
        Store second = Store.open(address.toString())) {
      assertThat(second.address()).isEqualTo(first.address());
    }
  }

  /** What is logged of the address. */
  private String logged(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(UTF_8)
        .lines()
        .filter(line -> line.contains(address.toString()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aFailedAttemptToOpenIsNotKept() {
    StoreAddress late = StoreAddress.parse(address + "-late");
    assertThatThrownBy(() -> Stores.getOrOpen(late))
        .isInstanceOf(ConnectorException.class)
        .hasMessage("The store " + late + " is not up yet.");
    try (Store store = Stores.getOrOpen(late)) {
      assertThat(store.address()).isEqualTo(late);
    }
  }

  @Test
  void anUnknownSchemeNamesTheModuleAndTheSchemesThatWereFound() {
    assertThatThrownBy(() -> Store.open("redis://127.0.0.1:1/frames"))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("'redis'")
        .hasMessageContaining("proxystore-redis-connector")
        .hasMessageContaining("[counting, file, local, multi, tiered]");
    assertThatThrownBy(() -> Store.open("ftp://host/frames"))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("'ftp'")
        .hasMessageContaining("Check the address");
  }

  @Test
  void allStoresCanBeClosedAtTheEnd() {
    Store store = Stores.getOrOpen(address);
    Stores.closeAll();
    assertThatThrownBy(() -> store.put(1)).isInstanceOf(StoreClosedException.class);
    assertThat(Stores.find(address)).isEmpty();
  }

  @Test
  void anObserverThatFailsKeepsNobodyFromOpeningAStore() {
    Runnable end =
        Stores.observe(
            store -> {
              throw new IllegalStateException("no room for its meters");
            });
    try (Store store = Store.open("local:observed")) {
      assertThat(store.get(store.put("text"), String.class)).hasValue("text");
    } finally {
      end.run();
    }
  }

  @Test
  void aStoreThatAProxyOpenedByItselfMakesWayForOneThatIsBuilt() {
    Store byDefault = Stores.getOrOpen(address);
    assertThat(Stores.find(address)).containsSame(byDefault);
    try (Store built = Store.open(address.toString())) {
      assertThat(Stores.find(address)).containsSame(built);
    }
    assertThat(Stores.find(address)).containsSame(byDefault);
  }
}
