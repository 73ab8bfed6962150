package dev.proxystore.flink.typeutils;

import dev.proxystore.proxy.Proxy;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Flink's type extraction know proxies, also as fields of POJOs, records and tuples. Without
 * it they travel through Flink's Kryo fallback: as safely, in a few more bytes.
 *
 * <p>Switched on in one of three ways:
 *
 * <ul>
 *   <li>for one field, by {@code @TypeInfo(ProxyTypeInfoFactory.class)} on it;
 *   <li>for all, by {@link #register()} where the job is built;
 *   <li>for all, by the option {@code pipeline.serialization-config}: {@code
 *       [dev.proxystore.proxy.Proxy: {type: typeinfo, class:
 *       dev.proxystore.flink.typeutils.ProxyTypeInfoFactory}]}. Flink refuses to register a type
 *       twice in a process, so leave out {@link #register()} then.
 * </ul>
 *
 * <p>The type of the values is known for a field with the annotation; to factories that are
 * registered Flink does not tell it.
 */
@PublicEvolving
public final class ProxyTypeInfoFactory extends TypeInfoFactory<Proxy<?>> {

  /** Makes proxies known to type extraction in this process. May be called again. */
  public static synchronized void register() {
    if (TypeExtractor.getTypeInfoFactory(Proxy.class) == null) {
      TypeExtractor.registerFactory(Proxy.class, ProxyTypeInfoFactory.class);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public TypeInformation<Proxy<?>> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    @Nullable TypeInformation<?> valueType = parameters.get("T");
    return (TypeInformation)
        (valueType == null ? ProxyTypeInfo.forUnknownValues() : ProxyTypeInfo.forValues(valueType));
  }
}
