package dev.proxystore.flink.sink;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * What a writer leaves in a checkpoint.
 *
 * @param run the sink and the job that it belongs to
 * @param producer its producer
 * @param objects what the ids of its objects begin with; empty if they are not numbered
 * @param nextObject the number of the next object: those before it are in the checkpoint
 * @param watched of which earlier attempts not all orphans are known to be gone
 * @param retired producers that send no more and whose ends are still to be announced
 */
@Internal
record ProxyWriterState(
    UUID run,
    ProducerNumbers producer,
    String objects,
    long nextObject,
    Map<String, Long> watched,
    List<ProducerNumbers> retired) {
  ProxyWriterState {
    watched = Map.copyOf(watched);
    retired = List.copyOf(retired);
  }
}
