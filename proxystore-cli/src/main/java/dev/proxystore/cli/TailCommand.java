package dev.proxystore.cli;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the events of a topic. */
@Command(
    name = "tail",
    description = {
      "Shows the events of a topic: when each was sent, its number, its metadata, and the URI of its object, which 'get'"
          + " takes. Objects are not fetched and stay where they are.",
      "",
      "Of a log, all events that are retained and no end unless told; of a broadcast, what is sent from now on. A queue"
          + " gives each event to one consumer: looking at it would take it away, and is refused."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  proxystore stream tail --broker 'redis://localhost:6379/events?broker=stream' --follow frames")
final class TailCommand extends HelpOption implements Callable<Integer> {
  private static final int AT_ONCE = 100;
  private static final Duration WAIT = Duration.ofMillis(500);

  @Mixin private BrokerOption broker = new BrokerOption();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "TOPIC", description = "The topic.")
  private String topic = "";

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "Where to begin in a log: earliest, latest, or a time such as 2026-01-31T12:00:00Z. Default: earliest.")
  private String from = "earliest";

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for more. Without it a log is shown to its end.")
  private boolean follow;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "End after so many events.")
  private long limit = Long.MAX_VALUE;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw Failures.argument(
          spec.commandLine(), "--limit is 1 or more, found %d.".formatted(limit));
    }
    StartPosition start = start();
    try (Broker open = broker.open()) {
      if (open.delivery() == Delivery.QUEUE) {
        throw new UnsupportedOperationException(
            "The broker %s is a queue: each event goes to one consumer, and whoever looked at it would take it away. Use a log, such as broker=stream on Redis."
                .formatted(open.address()));
      }
      try (Subscriber subscriber = open.subscriber(Subscription.to(topic).from(start))) {
        show(subscriber, follow || open.delivery() == Delivery.BROADCAST);
      }
    }
    return 0;
  }

  private StartPosition start() {
    if (from.equals("earliest")) {
      return StartPosition.earliest();
    }
    if (from.equals("latest")) {
      return StartPosition.latest();
    }
    try {
      return StartPosition.timestamp(Instant.parse(from));
    } catch (DateTimeParseException e) {
      throw Failures.argument(
          spec.commandLine(),
          "--from is earliest, latest or a time such as 2026-01-31T12:00:00Z, found '%s'."
              .formatted(from));
    }
  }

  private void show(Subscriber subscriber, boolean endless) {
    long shown = 0;
    while (shown < limit) {
      int most = (int) Math.min(AT_ONCE, limit - shown);
      List<Message> messages = subscriber.poll(most, WAIT);
      if (messages.isEmpty() && !endless) {
        return;
      }
      for (Message each : messages) {
        show(each);
      }
      shown += messages.size();
    }
  }

  private void show(Message message) {
    Map<String, Object> fields =
        Output.fields("partition", message.partition(), "position", message.position());
    String text;
    try {
      text = describe(EventFrame.read(message.frame()), fields);
    } catch (EventException e) {
      fields.put("error", String.valueOf(e.getMessage()));
      text = "no event: " + e.getMessage();
    }
    output.answer(text, fields);
  }

  private static String describe(StreamEvent event, Map<String, Object> fields) {
    fields.put("sentAt", event.sentAt().toString());
    fields.put("producer", event.producer().toString());
    fields.put("sequence", event.sequence());
    if (event instanceof EndOfStream) {
      fields.put("end", true);
      return "%s  #%d  end of producer %s"
          .formatted(event.sentAt(), event.sequence(), event.producer());
    }
    ObjectSent sent = (ObjectSent) event;
    Map<String, Object> metadata = new LinkedHashMap<>();
    sent.metadata().asMap().forEach((name, value) -> metadata.put(name, shown(value)));
    String uri = sent.proxy().toUri().toString();
    fields.put("metadata", metadata);
    fields.put("uri", uri);
    return "%s  #%d  %s  %s  %s"
        .formatted(event.sentAt(), event.sequence(), size(sent.proxy()), metadata, uri);
  }

  private static Object shown(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value instanceof Instant time ? time.toString() : value;
  }

  private static String size(Proxy<?> proxy) {
    return proxy.factory() instanceof StoreFactory<?> stored
        ? Amounts.bytes(stored.key().length())
        : "inline";
  }
}
