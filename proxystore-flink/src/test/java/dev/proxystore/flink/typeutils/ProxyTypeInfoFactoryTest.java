package dev.proxystore.flink.typeutils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTypeInfoFactoryTest {

  /** A POJO as users write it. */
  public static final class Labelled {
    public String label;
    public Proxy<byte[]> image;
  }

  /** A POJO that says how its proxy is serialised. */
  public static final class Annotated {
    @TypeInfo(ProxyTypeInfoFactory.class)
    public Proxy<byte[]> image;
  }

  /** A record as users write it. */
  public record Page(String address, Proxy<String> text) {}

  @BeforeEach
  void register() {
    ProxyTypeInfoFactory.register();
  }

  private static TypeInformation<?> field(TypeInformation<?> type, String name) {
    return ((CompositeType<?>) type).getTypeAt(name);
  }

  @Test
  void aProxyInATupleIsKnown() {
    var type = TypeInformation.of(new TypeHint<Tuple2<String, Proxy<byte[]>>>() {});
    assertThat(field(type, "f1")).isEqualTo(ProxyTypeInfo.forUnknownValues());
  }

  @Test
  void aProxyInAPojoIsKnown() {
    TypeInformation<Labelled> type = TypeInformation.of(Labelled.class);
    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThat(field(type, "image")).isEqualTo(ProxyTypeInfo.forUnknownValues());
  }

  @Test
  void aProxyInARecordIsKnown() {
    assertThat(field(TypeInformation.of(Page.class), "text"))
        .isEqualTo(ProxyTypeInfo.forUnknownValues());
  }

  @Test
  void anAnnotatedFieldIsKnownWithTheTypeOfItsValue() {
    assertThat(field(TypeInformation.of(Annotated.class), "image"))
        .isEqualTo(ProxyTypeInfo.forValues(byte[].class));
  }

  @Test
  void registeringAgainIsNotAnError() {
    assertThatCode(ProxyTypeInfoFactory::register).doesNotThrowAnyException();
  }
}
