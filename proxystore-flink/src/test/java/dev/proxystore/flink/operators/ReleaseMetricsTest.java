package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Descriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ReleaseMetricsTest {
  private final Map<String, Counter> counters = new HashMap<>();
  private final Map<String, Gauge<?>> gauges = new HashMap<>();
  private final ReleaseMetrics metrics = new ReleaseMetrics(new Recording());

  private final class Recording extends UnregisteredMetricsGroup {

    @Override
    public <C extends Counter> C counter(String name, C counter) {
      counters.put(name, counter);
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(name, gauge);
      return gauge;
    }
  }

  @Test
  void anObjectIsPendingFromItsReleaseUntilItIsGone() {
    metrics.marked(1, 1);
    metrics.marked(2, 2);
    Key key = new Key("a", Descriptor.of("bytes", new byte[1]));
    metrics.gone(List.of(new Released.Now(key), new Released.Now(key)));
    assertThat(gauges.get("releasesPending")).extracting(Gauge::getValue).isEqualTo(1L);
    assertThat(counters.get("objectsReleased")).extracting(Counter::getCount).isEqualTo(2L);
    assertThat(counters.get("bytesReleased")).extracting(Counter::getCount).isEqualTo(2L);
    assertThat(metrics.bytesPending()).isEqualTo(1);
  }
}
