package dev.proxystore.flink.sink;

import dev.proxystore.flink.operators.OperatorStores;
import dev.proxystore.flink.orphans.PublishedObjects;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Broker;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.metrics.MetricGroup;

/** Opens what a writer needs, and clears away what earlier attempts at it left behind. */
final class WriterStart<IN> {
  private final SinkSettings<IN> settings;
  private final WriterInitContext context;
  private final Attempt attempt;

  WriterStart(SinkSettings<IN> settings, WriterInitContext context) {
    this.settings = settings;
    this.context = context;
    this.attempt = Attempt.of(settings.sink(), context);
  }

  ProxyWriter<IN> writer(Collection<ProxyWriterState> states) {
    Putter putter = putter(states);
    Broker broker = settings.broker().open();
    ProxyWriter<IN> writer =
        new ProxyWriter<>(
            settings,
            attempt,
            broker,
            putter,
            outlet(broker),
            producers(states),
            new WriterMetrics(context.metricGroup()));
    if (!settings.flushInterval().isZero()) {
      writer.flushEvery(settings.flushInterval().toMillis(), context.getProcessingTimeService());
    }
    return writer;
  }

  private Producers producers(Collection<ProxyWriterState> states) {
    Producers producers = Producers.of(attempt, states, settings.announcesEnds(), Instant.now());
    if (settings.topic() != null) {
      producers.own().addTopic(settings.topic());
    }
    return producers;
  }

  private Outlet outlet(Broker broker) {
    if (settings.isExactlyOnce()) {
      return Outlet.committing();
    }
    boolean repairs = settings.guarantee() == DeliveryGuarantee.AT_LEAST_ONCE;
    return Outlet.publishing(broker.publisher(), repairs ? Retries.SOME : Retries.NONE);
  }

  private Putter putter(Collection<ProxyWriterState> states) {
    if (settings.store() == null) {
      return Putter.passingOn();
    }
    MetricGroup group = context.metricGroup().addGroup("proxystore");
    OperatorStores stores =
        new OperatorStores(List.of(settings.store()), context.getUserCodeClassLoader(), group);
    Store store = stores.get(settings.store().address());
    if (!settings.isExactlyOnce()) {
      return Putter.into(store, settings.putOptions(), stores::close);
    }
    PublishedObjects objects = objects(store, states);
    group.counter("orphansRemoved", objects.removed());
    return new NumberedPutter(store, settings.putOptions(), objects, stores::close);
  }

  private PublishedObjects objects(Store store, Collection<ProxyWriterState> states) {
    Map<String, Long> restored = new HashMap<>();
    states.stream()
        .filter(each -> each.run().equals(attempt.run()))
        .forEach(
            each -> {
              restored.merge(each.objects(), each.nextObject(), Math::min);
              each.watched().forEach((text, number) -> restored.merge(text, number, Math::min));
            });
    return new PublishedObjects(
        store,
        attempt.objects(),
        PublishedObjects.marker(context.getJobInfo().getJobId(), settings.sink()),
        context.getTaskInfo().getNumberOfParallelSubtasks(),
        restored);
  }
}
