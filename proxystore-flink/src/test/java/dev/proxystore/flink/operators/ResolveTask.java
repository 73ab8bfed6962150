package dev.proxystore.flink.operators;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A resolve operator over strings in a test store, driven by hand. */
@Timeout(60)
abstract class ResolveTask {
  private static final Backoff BRIEF = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), 10);

  final TestStore server = TestStore.start();
  final Store store = Store.builder(server.config()).withoutCache().build();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  final void closeAll() throws Exception {
    server.close();
    for (AutoCloseable each : open) {
      each.close();
    }
    store.close();
  }

  /** A proxy of a new object; the object is kept when it is used. */
  final Proxy<String> put(String value) {
    return put(value, OnResolve.KEEP);
  }

  final Proxy<String> put(String value, OnResolve onResolve) {
    return store.proxy(value, PutOptions.defaults().withOnResolve(onResolve));
  }

  static String id(Proxy<?> proxy) {
    return ((StoreFactory<?>) proxy.factory()).key().id();
  }

  final void letGo(Proxy<?> proxy) {
    server.getGate().letGo(id(proxy));
  }

  static ResolveFunction<Proxy<String>, String, String> identity() {
    return (proxy, value, out) -> out.collect(value);
  }

  /** A running task that emits the objects. */
  final OneInputStreamOperatorTestHarness<Proxy<String>, String> open(ProxyResolveOptions options)
      throws Exception {
    return open(options, identity());
  }

  final OneInputStreamOperatorTestHarness<Proxy<String>, String> open(
      ProxyResolveOptions options, ResolveFunction<Proxy<String>, String, String> function)
      throws Exception {
    OneInputStreamOperatorTestHarness<Proxy<String>, String> task = create(options, function);
    task.open();
    return task;
  }

  /** A task that goes on where another one was when its state was taken. */
  final OneInputStreamOperatorTestHarness<Proxy<String>, String> restore(
      ProxyResolveOptions options, OperatorSubtaskState state) throws Exception {
    OneInputStreamOperatorTestHarness<Proxy<String>, String> task = create(options, identity());
    task.initializeState(state);
    task.open();
    return task;
  }

  final OneInputStreamOperatorTestHarness<Proxy<String>, String> create(
      ProxyResolveOptions options, ResolveFunction<Proxy<String>, String, String> function)
      throws Exception {
    ProxyTypeInfo<String> type = ProxyTypeInfo.forValues(String.class).withStore(server.address());
    OneInputStreamOperatorTestHarness<Proxy<String>, String> task =
        new OneInputStreamOperatorTestHarness<>(
            new ResolveOperatorFactory<>(
                function,
                proxy -> proxy,
                options,
                Types.STRING.createSerializer(new SerializerConfigImpl()),
                BRIEF),
            type.createSerializer(new SerializerConfigImpl()));
    task.setup(StringSerializer.INSTANCE);
    return closing(task);
  }

  /** Closes the operator of a task that has failed, as Flink would. */
  final void abandon(OneInputStreamOperatorTestHarness<?, ?> task) throws Exception {
    open.remove(task);
    task.getOperator().close();
  }

  /** Closed when the test is over. */
  final <T extends AutoCloseable> T closing(T task) {
    open.add(task);
    return task;
  }
}
