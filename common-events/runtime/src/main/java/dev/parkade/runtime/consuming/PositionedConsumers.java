package dev.parkade.runtime.consuming;

import dev.parkade.messages.topic.Topic;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.transaction.support.TransactionOperations;

/// Makes the consumers of a service. Declare what [#subscribe] returns as a bean: it starts and
/// stops with the application.
public final class PositionedConsumers implements ApplicationListener<ContextClosedEvent> {

  private static final Logger log = LoggerFactory.getLogger(PositionedConsumers.class);

  /// How old Kafka's own offsets may be, and with them what lag tools say.
  private static final Duration NOTE_OFFSETS = Duration.ofMillis(250);

  private final ConsumerFactory<String, byte[]> factory;
  private final ConsumerSettings settings;
  private final PositionStore store;
  private final RecordReader reader;
  private final DeadLetters deadLetters;
  private final TransactionOperations transactions;
  private final ConsumerHealth health;
  private final Spans spans;
  private final Clock clock;
  private final Set<String> topics = new ConcurrentSkipListSet<>();
  private volatile boolean closed;

  public PositionedConsumers(
      ConsumerFactory<String, byte[]> factory,
      ConsumerSettings settings,
      PositionStore store,
      RecordReader reader,
      DeadLetters deadLetters,
      TransactionOperations transactions,
      ConsumerHealth health,
      Spans spans,
      Clock clock) {
    this.factory = factory;
    this.settings = settings;
    this.store = store;
    this.reader = reader;
    this.deadLetters = deadLetters;
    this.transactions = transactions;
    this.health = health;
    this.spans = spans;
    this.clock = clock;
  }

  /// Subscribes the service's group to a topic. Every member thread has its own positions.
  public AbstractMessageListenerContainer<String, byte[]> subscribe(
      Topic topic, PollHandler handler) {
    // one thread per container, so that positions and listener belong to exactly one consumer
    var positions = new OwnedPositions(settings.group(), store);
    var listener =
        new PositionedListener(
            positions,
            reader,
            handler,
            deadLetters,
            new DeadLetterBudget(settings.deadLetterBurst(), settings.deadLetterRefill(), clock),
            transactions,
            health,
            settings.group(),
            spans,
            clock);
    var container = container(listener, new Rebalancing(listener), topic);
    container.setBatchInterceptor(listener);
    return container;
  }

  /// The names of the topics that this service consumes.
  public Set<String> topics() {
    return Set.copyOf(topics);
  }

  /// A single-threaded container with the settings that every consumer of a service shares: whole
  /// polls, retried without end for transient failures.
  public ConcurrentMessageListenerContainer<String, byte[]> container(
      Object listener, ConsumerAwareRebalanceListener rebalancing, Topic... topics) {
    String[] names = Arrays.stream(topics).map(Topic::name).toArray(String[]::new);
    this.topics.addAll(List.of(names));
    this.topics.forEach(deadLetters::countFrom);
    var properties = new ContainerProperties(names);
    properties.setGroupId(settings.group());
    properties.setMessageListener(listener);
    properties.setConsumerRebalanceListener(rebalancing);
    // the positions that count are in the database; Kafka's own are for the tools that show lag:
    // noted now and then, and no poll waits for it
    properties.setAckMode(ContainerProperties.AckMode.TIME);
    properties.setAckTime(NOTE_OFFSETS.toMillis());
    properties.setSyncCommits(false);
    properties.setCommitCallback(
        (offsets, failure) -> {
          if (failure != null) {
            log.debug("Kafka's own offsets {} were not committed", offsets, failure);
          }
        });
    // short, so that a retry, a stop or a timer never waits for the default of five seconds
    properties.setPollTimeout(50);
    var container = new ConcurrentMessageListenerContainer<>(factory, properties);
    container.setBeanName(settings.group() + "." + names[0]);
    container.setCommonErrorHandler(retryingForEver());
    return container;
  }

  private RejoiningErrorHandler retryingForEver() {
    var handler = new RejoiningErrorHandler(settings.unlimitedBackOff(), () -> closed);
    handler.setLogLevel(KafkaException.Level.WARN);
    return handler;
  }

  /// The service ends: what waits to join its group does not try again.
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    closed = true;
  }

  private record Rebalancing(PositionedListener listener)
      implements ConsumerAwareRebalanceListener {

    @Override
    public void onPartitionsAssigned(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      listener.take(partitions, consumer);
    }

    @Override
    public void onPartitionsRevokedAfterCommit(
        Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      listener.drop(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
      listener.drop(partitions);
    }
  }
}
