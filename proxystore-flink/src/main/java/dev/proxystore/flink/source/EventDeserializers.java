package dev.proxystore.flink.source;

import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The records that events are made into without a function of the user's. */
final class EventDeserializers {
  private EventDeserializers() {}

  /** Proxies alone. */
  record ProxyOnly<T>(ProxyTypeInfo<T> type) implements ProxyEventDeserializer<T, Proxy<T>> {
    @Override
    public Proxy<T> deserialize(ProxyEvent<T> event) {
      return event.proxy();
    }

    @Override
    public TypeInformation<Proxy<T>> getProducedType() {
      return type;
    }
  }

  /** Proxies with their metadata. */
  record WithMetadata<T>(ProxyTypeInfo<T> type)
      implements ProxyEventDeserializer<T, ProxyEvent<T>> {
    @Override
    public ProxyEvent<T> deserialize(ProxyEvent<T> event) {
      return event;
    }

    @Override
    public TypeInformation<ProxyEvent<T>> getProducedType() {
      return ProxyEventTypeInfo.of(type);
    }
  }
}
