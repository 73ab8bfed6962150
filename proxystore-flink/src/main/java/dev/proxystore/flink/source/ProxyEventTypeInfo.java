package dev.proxystore.flink.source;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stream of {@link ProxyEvent}s. Key such a stream by the proxy or by a value of the
 * metadata.
 *
 * @param <T> the type of the objects behind the proxies
 */
@PublicEvolving
public final class ProxyEventTypeInfo<T> extends TypeInformation<ProxyEvent<T>> {
  private static final long serialVersionUID = 1L;

  private final ProxyTypeInfo<T> proxyType;

  private ProxyEventTypeInfo(ProxyTypeInfo<T> proxyType) {
    this.proxyType = requireNonNull(proxyType, "proxyType");
  }

  /** Events with proxies of a type. */
  public static <T> ProxyEventTypeInfo<T> of(ProxyTypeInfo<T> proxyType) {
    return new ProxyEventTypeInfo<>(proxyType);
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
  public Class<ProxyEvent<T>> getTypeClass() {
    return (Class<ProxyEvent<T>>) (Class<?>) ProxyEvent.class;
  }

  @Override
  public Map<String, TypeInformation<?>> getGenericParameters() {
    return proxyType.getGenericParameters();
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<ProxyEvent<T>> createSerializer(SerializerConfig config) {
    return new ProxyEventSerializer<>(proxyType.createSerializer(config));
  }

  @Override
  public String toString() {
    return "ProxyEvent<" + proxyType + ">";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyEventTypeInfo<?> that && proxyType.equals(that.proxyType);
  }

  @Override
  public int hashCode() {
    return 31 * proxyType.hashCode() + 1;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ProxyEventTypeInfo;
  }
}
