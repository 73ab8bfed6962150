package dev.proxystore.flink.typeutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stream of proxies. A proxy is a fine key: equality and hash are those of its
 * address, the same in every process, and never fetch.
 *
 * <p>A stream whose proxies mostly lie in one store says so with {@link #withStore}: their records
 * then leave the store's address out. Proxies of other stores still travel, with their address.
 *
 * @param <T> the type of the objects behind the proxies
 */
@PublicEvolving
public final class ProxyTypeInfo<T> extends TypeInformation<Proxy<T>> {
  private static final long serialVersionUID = 1L;

  private final @Nullable TypeInformation<T> valueType;
  private final @Nullable StoreAddress store;

  private ProxyTypeInfo(@Nullable TypeInformation<T> valueType, @Nullable StoreAddress store) {
    this.valueType = valueType;
    this.store = store;
  }

  /** Proxies of objects of a class. */
  public static <T> ProxyTypeInfo<T> forValues(Class<T> valueClass) {
    return forValues(TypeInformation.of(valueClass));
  }

  /** Proxies of objects of a type. */
  public static <T> ProxyTypeInfo<T> forValues(TypeInformation<T> valueType) {
    return new ProxyTypeInfo<>(Objects.requireNonNull(valueType, "valueType"), null);
  }

  /** Proxies of objects of which no more is known. */
  public static <T> ProxyTypeInfo<T> forUnknownValues() {
    return new ProxyTypeInfo<>(null, null);
  }

  /** The same type, of a stream whose own store is this one. */
  public ProxyTypeInfo<T> withStore(StoreAddress own) {
    return new ProxyTypeInfo<>(valueType, Objects.requireNonNull(own, "own"));
  }

  /** The type of the objects, if it is known. */
  public Optional<TypeInformation<T>> valueType() {
    return Optional.ofNullable(valueType);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<Proxy<T>> getTypeClass() {
    return (Class<Proxy<T>>) (Class<?>) Proxy.class;
  }

  @Override
  public Map<String, TypeInformation<?>> getGenericParameters() {
    return valueType == null ? Map.of() : Map.of("T", valueType);
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<Proxy<T>> createSerializer(SerializerConfig config) {
    return new ProxySerializer<>(store);
  }

  @Override
  public String toString() {
    return "Proxy<" + (valueType == null ? "?" : valueType) + ">";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyTypeInfo<?> that
        && Objects.equals(valueType, that.valueType)
        && Objects.equals(store, that.store);
  }

  @Override
  public int hashCode() {
    return Objects.hash(valueType, store);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ProxyTypeInfo;
  }
}
