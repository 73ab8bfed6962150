package dev.proxystore.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BytesSerializerTest extends SerializerContract {
  @Override
  protected Serializer serializer() {
    return Serializer.bytes();
  }

  @Override
  protected List<Object> samples() {
    return List.of(new byte[] {1}, new byte[] {0, -1, 127});
  }

  @Override
  protected Object refused() {
    return List.of(1);
  }

  @Override
  protected List<byte[]> foreign() {
    return List.of();
  }

  @Test
  void nothingIsCopied() {
    byte[] bytes = {1, 2, 3};
    assertThat(serializer().serialize(bytes)).isSameAs(bytes);
    assertThat(serializer().deserialize(bytes)).isSameAs(bytes);
  }
}
