package dev.proxystore.examples;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Puts one field of a record into a store, and filters and keys by the fields that stay. */
public final class RouteByMetadata {
  private RouteByMetadata() {}

  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Tuple2<String, String>> articles =
        env.fromData(
            Tuple2.of("en", "A proxy stands for an object."),
            Tuple2.of("de", "Ein Proxy vertritt ein Objekt."),
            Tuple2.of("en", "It is resolved where it is used."));
    upperCase(articles, StoreConfig.of("local:articles")).print();
    env.execute("Articles by language");
  }

  private static DataStream<String> upperCase(
      DataStream<Tuple2<String, String>> articles, StoreConfig store) {
    // sample: begin
    TypeInformation<Tuple2<String, Proxy<String>>> referenceType =
        Types.TUPLE(Types.STRING, ProxyTypeInfo.forValues(Types.STRING).withStore(store.address()));

    DataStream<Tuple2<String, Proxy<String>>> references =
        ProxyStreams.put(
            articles,
            store,
            ProxyPutOptions.defaults(),
            PutFunction.of(article -> article.f1, (article, proxy) -> Tuple2.of(article.f0, proxy)),
            Types.STRING,
            referenceType);

    return ProxyStreams.resolve(
        references.keyBy(reference -> reference.f0),
        reference -> reference.f1,
        (reference, text, out) -> out.collect(upperCase(reference.f0, text)),
        Types.STRING,
        ProxyResolveOptions.defaults());
    // sample: end
  }

  private static String upperCase(String language, String text) {
    return language + ": " + text.toUpperCase(Locale.forLanguageTag(language));
  }
}
