package dev.proxystore.benchmarks.call;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A call of an object itself, through its proxy, and through its stand-in; all are resolved. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets up before anything is measured
public class Calls {
  private Store store;
  private List<?> object;
  private Proxy<ArrayList<String>> proxy;
  private List<?> standIn;

  /** Resolves the object, so that calls are all that is left. */
  @Setup
  public void resolve() {
    store = Store.open("local:calls");
    proxy = store.proxy(new ArrayList<>(List.of("to", "be")));
    standIn = proxy.as(List.class);
    object = proxy.resolve();
    if (standIn.size() != object.size()) {
      throw new IllegalStateException("The stand-in is not that of the object.");
    }
  }

  @TearDown
  public void close() {
    store.close();
  }

  @Benchmark
  public int direct() {
    return object.size();
  }

  @Benchmark
  public int proxy() {
    return proxy.resolve().size();
  }

  @Benchmark
  public int standIn() {
    return standIn.size();
  }
}
