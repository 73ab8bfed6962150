package dev.proxystore.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import java.util.ArrayList;
import java.util.List;

/** A view of a part of a list: only that part travels, and arrives as a list of its own. */
final class SubListSerializer extends CollectionSerializer<List<?>> {

  @Override
  protected List<?> create(Kryo kryo, Input input, Class<? extends List<?>> type, int size) {
    return new ArrayList<>(size);
  }
}
