package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.ObjectArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.StringArraySerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * A Kryo that sees allowed classes only, and makes no collection or array that is longer than the
 * bytes it is read from.
 */
final class CheckedKryo extends Kryo {

  CheckedKryo(AllowList allowed, ClassLoader classLoader) {
    super(new AllowedClassResolver(allowed), new MapReferenceResolver());
    setRegistrationRequired(false);
    setClassLoader(classLoader);
    setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    JdkTypes.register(this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Serializer getDefaultSerializer(Class type) {
    Serializer<?> serializer = super.getDefaultSerializer(type);
    return startsWithLength(serializer) ? new LengthCheckedSerializer<>(serializer) : serializer;
  }

  private static boolean startsWithLength(Serializer<?> serializer) {
    return serializer instanceof CollectionSerializer
        || serializer instanceof MapSerializer
        || serializer instanceof ObjectArraySerializer
        || serializer instanceof StringArraySerializer;
  }
}
