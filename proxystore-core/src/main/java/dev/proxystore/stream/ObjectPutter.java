package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Puts the objects of a batch into the topic's store, or into their events if it has none. */
final class ObjectPutter<T> {
  private final Optional<Store> store;
  private final Serializers serializers;
  private final Optional<Aggregator<T>> aggregator;

  ObjectPutter(Optional<Store> store, Serializers serializers, Optional<Aggregator<T>> aggregator) {
    this.store = store;
    this.serializers = serializers;
    this.aggregator = aggregator;
  }

  /** Whether a batch becomes one object, so that it matters which objects are in it. */
  boolean aggregates() {
    return aggregator.isPresent();
  }

  /** What is to be put of a batch: each of its objects, or the one that is made of them. */
  List<Outgoing<T>> prepare(List<Outgoing<T>> batch) {
    List<Outgoing<T>> toPut = aggregator.map(of -> List.of(aggregate(batch, of))).orElse(batch);
    return store.map(to -> toPut.stream().map(each -> withId(each, to)).toList()).orElse(toPut);
  }

  private Outgoing<T> withId(Outgoing<T> item, Store to) {
    return item.proxy() != null
        ? item
        : item.withId(item.options().put().id().orElseGet(to::newId));
  }

  private Outgoing<T> aggregate(List<Outgoing<T>> items, Aggregator<T> of) {
    List<T> objects = new ArrayList<>();
    Metadata metadata = Metadata.empty();
    PutOptions put = items.get(0).options().put();
    for (Outgoing<T> each : items) {
      if (each.object() != null) {
        objects.add(each.object());
      }
      metadata = metadata.union(each.options().metadata());
      if (each.options().put().onResolve() == OnResolve.EVICT) {
        put = put.withOnResolve(OnResolve.EVICT);
      }
    }
    Outgoing<T> one = Outgoing.of(of.aggregate(objects), new SendOptions(metadata, put));
    items.forEach(each -> tell(each.sent(), one.sent()));
    return one;
  }

  private static void tell(CompletableFuture<Void> part, CompletableFuture<Void> whole) {
    CompletableFuture<Void> unused =
        whole.whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                part.complete(null);
              } else {
                part.completeExceptionally(failure);
              }
            });
  }

  /**
   * Gives each item of the list its proxy, in place. What a failure leaves without one is put by
   * the next call, under the same id: an object that was stored although its put failed is
   * overwritten, and no orphan.
   */
  void put(List<Outgoing<T>> items) {
    if (store.isPresent()) {
      putInto(store.get(), items);
    } else {
      items.replaceAll(this::inline);
    }
  }

  /** Objects that are put alike go together; those that are proxies already stay as they are. */
  private void putInto(Store to, List<Outgoing<T>> items) {
    Map<PutOptions, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).proxy() == null) {
        alike.computeIfAbsent(items.get(i).options().put(), key -> new ArrayList<>()).add(i);
      }
    }
    alike.forEach((options, places) -> putAlike(to, items, options, places));
  }

  private void putAlike(
      Store to, List<Outgoing<T>> items, PutOptions options, List<Integer> places) {
    Map<String, T> objects = new LinkedHashMap<>();
    for (int place : places) {
      Outgoing<T> item = items.get(place);
      objects.put(requireNonNull(item.id()), requireNonNull(item.object()));
    }
    Map<String, Proxy<T>> proxies = new LinkedHashMap<>();
    for (Key key : store(to, objects, options)) {
      proxies.put(key.id(), to.proxyFromKey(key, options.onResolve()));
    }
    for (int place : places) {
      Outgoing<T> item = items.get(place);
      items.set(place, item.stored(requireNonNull(proxies.get(item.id()))));
    }
  }

  private static <T> List<Key> store(Store to, Map<String, T> objects, PutOptions options) {
    if (objects.size() == 1) {
      Map.Entry<String, T> only = objects.entrySet().iterator().next();
      return List.of(to.put(requireNonNull(only.getValue()), options.withId(only.getKey())));
    }
    return to.putBatch(objects, options.withoutId());
  }

  private Outgoing<T> inline(Outgoing<T> item) {
    T object = item.object();
    return object == null ? item : item.stored(Proxy.of(InlineFactory.of(object, serializers)));
  }
}
