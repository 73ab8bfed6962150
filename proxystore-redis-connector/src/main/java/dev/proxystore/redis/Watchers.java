package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.DeferrableConnector.Watch;
import dev.proxystore.connector.StoreAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for objects of a store that are not there yet. While there are any, one connection
 * listens to the channel over which ids are told that were set. When it breaks off all are called,
 * and who still waits watches anew.
 */
final class Watchers implements AutoCloseable {
  private final StoreAddress address;
  private final RedisOptions options;
  private final RedisServers servers;

  /** Guards what follows, and is held while somebody begins to listen. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable SetListener listener;
  private final List<Watcher> watchers = new ArrayList<>();

  Watchers(StoreAddress address, RedisOptions options, RedisServers servers) {
    this.address = address;
    this.options = options;
    this.servers = servers;
  }

  /** Over which the ids of a store are told when their objects are set. */
  static byte[] channel(StoreAddress store) {
    return (store.name() + "/set").getBytes(UTF_8);
  }

  /** Returns when the server knows that somebody listens. */
  Watch watch(String id, Runnable changed) {
    lock.lock();
    try {
      Watcher watcher = new Watcher(id, changed, listen());
      watchers.add(watcher);
      return watcher;
    } finally {
      lock.unlock();
    }
  }

  private SetListener listen() {
    SetListener current = listener;
    if (current == null || !current.isLive()) {
      if (current != null) {
        current.close();
      }
      current = SetListener.start(servers, channel(address), this::heard, this::lost);
      listener = current;
    }
    return current;
  }

  private void heard(String id) {
    copy().stream().filter(each -> each.id.equals(id)).forEach(each -> each.changed.run());
  }

  private void lost() {
    copy().forEach(each -> each.changed.run());
  }

  private List<Watcher> copy() {
    lock.lock();
    try {
      return List.copyOf(watchers);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Watcher watcher) {
    lock.lock();
    try {
      watchers.remove(watcher);
      if (watchers.isEmpty()) {
        hangUp();
      }
    } finally {
      lock.unlock();
    }
  }

  private void hangUp() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      hangUp();
    } finally {
      lock.unlock();
    }
  }

  /** One who waits for one object. */
  private final class Watcher implements Watch {
    final String id;
    final Runnable changed;
    private final SetListener heardBy;

    Watcher(String id, Runnable changed, SetListener heardBy) {
      this.id = id;
      this.changed = changed;
      this.heardBy = heardBy;
    }

    @Override
    public boolean isLive() {
      heardBy.check(options.timeout().toNanos());
      return heardBy.isLive();
    }

    @Override
    public void close() {
      leave(this);
    }
  }
}
