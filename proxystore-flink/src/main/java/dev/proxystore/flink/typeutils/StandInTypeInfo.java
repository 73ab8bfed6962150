package dev.proxystore.flink.typeutils;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stream of transparent stand-ins, as {@link dev.proxystore.proxy.Proxy#as} gives
 * them: functions take the objects themselves, and references travel. What is no stand-in is
 * refused where it would be written. Not a key: equality of stand-ins is that of their objects, and
 * fetches.
 *
 * @param <S> the type that is stood in for
 */
@PublicEvolving
public final class StandInTypeInfo<S> extends TypeInformation<S> {
  private static final long serialVersionUID = 1L;

  private final Class<S> type;
  private final @Nullable StoreAddress store;

  private StandInTypeInfo(Class<S> type, @Nullable StoreAddress store) {
    this.type = type;
    this.store = store;
  }

  /** Stand-ins for a type: an interface, or a class of which there can be some. */
  public static <S> StandInTypeInfo<S> of(Class<S> type) {
    return new StandInTypeInfo<>(requireNonNull(type, "type"), null);
  }

  /** The same type, of a stream whose objects mostly lie in this store: its address is left out. */
  public StandInTypeInfo<S> withStore(StoreAddress own) {
    return new StandInTypeInfo<>(type, requireNonNull(own, "own"));
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
  public Class<S> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<S> createSerializer(SerializerConfig config) {
    return new StandInSerializer<>(type, store);
  }

  @Override
  public String toString() {
    return "StandIn<" + type.getTypeName() + ">";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StandInTypeInfo<?> that
        && type == that.type
        && Objects.equals(store, that.store);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, store);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof StandInTypeInfo;
  }
}
