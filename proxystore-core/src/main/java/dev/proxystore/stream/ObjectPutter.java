package dev.proxystore.stream;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** The same items, or the one that was made of them, with their proxies, in their order. */
  List<Outgoing<T>> put(List<Outgoing<T>> items) {
    List<Outgoing<T>> toPut = aggregator.map(of -> List.of(aggregate(items, of))).orElse(items);
    return store.isPresent()
        ? putInto(store.get(), toPut)
        : toPut.stream().map(this::inline).toList();
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
    return Outgoing.of(of.aggregate(objects), new SendOptions(metadata, put));
  }

  /** Objects that are put alike go together; those that are proxies already stay as they are. */
  private List<Outgoing<T>> putInto(Store to, List<Outgoing<T>> items) {
    List<Outgoing<T>> ready = new ArrayList<>(items);
    Map<PutOptions, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).proxy() == null) {
        alike.computeIfAbsent(items.get(i).options().put(), key -> new ArrayList<>()).add(i);
      }
    }
    alike.forEach((options, indices) -> putAlike(to, ready, options, indices));
    return ready;
  }

  private void putAlike(
      Store to, List<Outgoing<T>> ready, PutOptions options, List<Integer> indices) {
    List<T> objects = indices.stream().map(i -> ready.get(i).object()).toList();
    List<Proxy<T>> proxies =
        objects.size() == 1
            ? Arrays.asList(to.proxy(objects.get(0), options))
            : to.proxyBatch(objects, options);
    for (int i = 0; i < indices.size(); i++) {
      ready.set(indices.get(i), ready.get(indices.get(i)).stored(proxies.get(i)));
    }
  }

  private Outgoing<T> inline(Outgoing<T> item) {
    T object = item.object();
    return object == null ? item : item.stored(Proxy.of(InlineFactory.of(object, serializers)));
  }
}
