package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

/**
 * Fetches the messages of a reader's splits. A broker that is lost is tried again; what was fetched
 * is neither lost nor fetched twice. Used by the fetcher's thread, but for {@link #wakeUp}.
 */
@Internal
final class ProxySplitReader implements SplitReader<Message, ProxySourceSplit> {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration BETWEEN_SEVERAL = Duration.ofMillis(10);
  private static final Duration ALONE = Duration.ofMillis(500);

  private final BrokerLink link;
  private final Errands errands;
  private final Set<String> finishing;
  private final PendingRecords pending;
  private final Outage outage;
  private final int maxFetch;
  private final Map<String, Progress> assigned = new LinkedHashMap<>();
  private final List<SplitSubscriber> polled = new ArrayList<>();
  private boolean isChanged;
  private int next;

  /**
   * A reader without splits.
   *
   * @param finishing the splits that end as soon as nothing is left of them; the task fills it
   */
  ProxySplitReader(
      ProxySourceSettings settings,
      BrokerLink link,
      Errands errands,
      Set<String> finishing,
      PendingRecords pending) {
    this.link = link;
    this.errands = errands;
    this.finishing = finishing;
    this.pending = pending;
    this.outage = new Outage(settings.reconnectTimeout());
    this.maxFetch = settings.maxFetch();
  }

  @Override
  public RecordsWithSplitIds<Message> fetch() {
    RecordsBySplits.Builder<Message> records = new RecordsBySplits.Builder<>();
    if (!outage.await()) {
      return records.build();
    }
    try {
      connect();
      assigned.keySet().forEach(errands::run);
      poll(records);
      pending.refresh(link, assigned.values());
      outage.over();
    } catch (PositionGoneException e) {
      throw e;
    } catch (BrokerException e) {
      outage.failed(e);
    }
    finish(records);
    return records.build();
  }

  /** Opens a subscriber for each key of which there is a split that is not paused. */
  private void connect() {
    if (!isChanged) {
      return;
    }
    Map<String, List<Progress>> wanted = new LinkedHashMap<>();
    assigned.values().stream()
        .filter(Progress::isActive)
        .forEach(
            each ->
                wanted
                    .computeIfAbsent(BrokerLink.key(each.split()), absent -> new ArrayList<>())
                    .add(each));
    polled.clear();
    wanted.forEach((key, splits) -> polled.add(subscriber(key, splits)));
    isChanged = false;
  }

  private SplitSubscriber subscriber(String key, List<Progress> splits) {
    SplitSubscriber open = link.subscriber(key);
    if (open != null && open.reads(splits)) {
      return open;
    }
    link.remove(key);
    return link.replace(key, SplitSubscriber.open(link.broker(), splits));
  }

  /** Takes what is there; if that is nothing, waits for a while. */
  private void poll(RecordsBySplits.Builder<Message> records) {
    if (polled.isEmpty()) {
      outage.rest(BETWEEN_SEVERAL);
      return;
    }
    int found = 0;
    if (polled.size() > 1) {
      for (SplitSubscriber each : polled) {
        found += poll(each, AT_ONCE, records);
      }
    }
    if (found == 0) {
      next = (next + 1) % polled.size();
      boolean isHurried = polled.size() > 1 || !finishing.isEmpty();
      poll(polled.get(next), isHurried ? BETWEEN_SEVERAL : ALONE, records);
    }
  }

  private int poll(
      SplitSubscriber subscriber, Duration timeout, RecordsBySplits.Builder<Message> records) {
    List<Message> messages = subscriber.poll(maxFetch, timeout);
    for (Message message : messages) {
      Progress split = subscriber.splitOf(message);
      split.moveTo(message.position());
      records.add(split.splitId(), message);
    }
    return messages.size();
  }

  private void finish(RecordsBySplits.Builder<Message> records) {
    for (SplitSubscriber subscriber : polled) {
      for (Progress split : subscriber.splits()) {
        if (subscriber.isDrained() && finishing.remove(split.splitId())) {
          records.addFinishedSplit(split.splitId());
          assigned.remove(split.splitId());
          pending.forget(split.splitId());
          isChanged = true;
        }
      }
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<ProxySourceSplit> change) {
    for (ProxySourceSplit split : change.splits()) {
      if (change instanceof SplitsAddition) {
        assigned.put(split.splitId(), new Progress(split));
      } else {
        assigned.remove(split.splitId());
      }
    }
    isChanged = true;
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<ProxySourceSplit> toPause, Collection<ProxySourceSplit> toResume) {
    toPause.forEach(split -> with(split, Progress::pause));
    toResume.forEach(split -> with(split, Progress::resume));
    isChanged = true;
  }

  private void with(ProxySourceSplit split, Consumer<Progress> change) {
    Progress known = assigned.get(split.splitId());
    if (known != null) {
      change.accept(known);
    }
  }

  @Override
  public void wakeUp() {
    outage.wakeUp();
    link.wakeUp();
  }

  /** The link is the reader's, which may still have messages to acknowledge. */
  @Override
  public void close() {}
}
