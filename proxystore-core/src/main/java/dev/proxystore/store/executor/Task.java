package dev.proxystore.store.executor;

import dev.proxystore.connector.Key;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What is given to the executor. In the process that made it, it uses that one's store and says
 * itself how it ended. In another one it opens the store as that was configured, and leaves it open
 * for the next task.
 */
final class Task implements Callable<Parcel>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Who shares the stores of tasks that came from other processes. */
  private static final Object OWNER = new Object();

  /** What is called with the arguments. */
  interface Body extends Serializable {
    @Nullable Object call(List<@Nullable Object> arguments) throws Exception;
  }

  private final Body body;
  private final ArrayList<Parcel> arguments;
  private final StoreConfig config;
  private final ProxyPolicy resultPolicy;
  private final String resultId;
  private final @Nullable Duration timeToLive;
  private final transient @Nullable Submission<?> submission;

  Task(
      Body body,
      List<Parcel> arguments,
      StoreConfig config,
      ProxyPolicy resultPolicy,
      @Nullable Duration timeToLive,
      Submission<?> submission) {
    this.body = body;
    this.arguments = new ArrayList<>(arguments);
    this.config = config;
    this.resultPolicy = resultPolicy;
    this.resultId = submission.resultId();
    this.timeToLive = timeToLive;
    this.submission = submission;
  }

  @Override
  public Parcel call() throws Exception {
    if (submission == null) {
      return run(Stores.share(config, OWNER));
    }
    Parcel result;
    try {
      result = run(submission.store());
    } catch (Throwable e) {
      submission.failed(e);
      throw e;
    }
    submission.succeeded(result);
    return result;
  }

  private Parcel run(Store store) throws Exception {
    List<@Nullable Object> values = new ArrayList<>();
    for (Parcel each : arguments) {
      values.add(each.open(store));
    }
    Object result = body.call(values);
    Object toPut = Choice.toPut(store, result, resultPolicy);
    if (toPut == null) {
      return Parcel.itself(result);
    }
    PutOptions options = PutOptions.defaults().withId(resultId);
    Key key = store.put(toPut, timeToLive == null ? options : options.withTimeToLive(timeToLive));
    return Parcel.stored(store.proxyFromKey(key, OnResolve.EVICT));
  }

  /** It may run where nobody hears it say how it ended. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    if (submission != null) {
      submission.left();
    }
  }
}
