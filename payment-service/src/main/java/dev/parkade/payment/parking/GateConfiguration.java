package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.payment.charging.Charging;
import dev.parkade.payment.customers.CustomerCopies;
import dev.parkade.payment.gateway.Providers;
import dev.parkade.runtime.consuming.ConsumerHealth;
import dev.parkade.runtime.consuming.ConsumerSettings;
import dev.parkade.runtime.consuming.DeadLetterBudget;
import dev.parkade.runtime.consuming.OwnedPositions;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.PositionedConsumers;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.problem.ProblemCatalogue;
import dev.parkade.runtime.replay.ReplayedMessages;
import dev.parkade.runtime.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts the gate together: one thread, one consumer, three topics.
@Configuration(proxyBeanMethods = false)
class GateConfiguration {

  @Bean
  GateMetrics gateMetrics(MeterRegistry meters, ParkingSettings settings) {
    var metrics = new GateMetrics(meters);
    metrics.maxAge(settings.maxAge());
    return metrics;
  }

  @Bean
  GateStatus gateHealthIndicator(Providers providers, GateMetrics metrics) {
    return new GateStatus(providers, metrics);
  }

  @Bean
  ParkedDirectory parkedDirectory(GateMetrics metrics) {
    var directory = new ParkedDirectory();
    metrics.blockedCustomers(directory::blockedCustomers);
    return directory;
  }

  @Bean
  ParkedRecords parkedRecords(RecordReader reader) {
    return new ParkedRecords(reader);
  }

  @Bean
  Topology topology(KafkaAdmin admin, ConsumerSettings settings, PositionStore store) {
    return new Topology(
        Admin.create(admin.getConfigurationProperties()),
        count -> Topology.agree(settings.group(), store, count));
  }

  @Bean
  Releases releases() {
    return new Releases();
  }

  @Bean
  AgeClock ageClock(ParkingSettings settings, Clock clock) {
    return new AgeClock(settings, clock.instant());
  }

  @Bean
  BoundsMetrics boundsMetrics(MeterRegistry meters) {
    return new BoundsMetrics(meters);
  }

  @Bean
  Budget budget(BudgetSettings settings) {
    return new Budget(settings);
  }

  @Bean
  ReadBack readBack(
      ConsumerFactory<String, byte[]> consumers, ParkedRecords records, BoundsMetrics metrics) {
    return new ReadBack(() -> HelperConsumers.forSingleRanges(consumers), records, metrics);
  }

  @Bean
  Memory memory(
      Releases releases,
      ParkedDirectory directory,
      AgeClock ages,
      GateMetrics metrics,
      Budget budget,
      ReadBack readBack,
      BoundsMetrics bounds) {
    return new Memory(releases, directory, ages, metrics, budget, readBack, bounds);
  }

  @Bean
  OwnedPositions ownedPositions(ConsumerSettings settings, PositionStore store) {
    return new OwnedPositions(settings.group(), store);
  }

  @Bean
  Ownership ownership(
      OwnedPositions positions,
      ConsumerSettings settings,
      PositionStore store,
      ConsumerFactory<String, byte[]> consumers,
      RecordReader reader,
      ParkedRecords records,
      Topology topology,
      GateStatus status,
      Clock clock,
      Memory memory) {
    var bootstrap =
        new Bootstrap(
            settings.group(),
            store,
            () -> HelperConsumers.forWholeTopics(consumers),
            topology::ends,
            reader,
            records,
            memory::fit);
    return new Ownership(positions, bootstrap, topology, status, clock, memory);
  }

  @Bean
  Commits commits(
      OwnedPositions positions,
      Ownership ownership,
      DeadLetters deadLetters,
      ConsumerSettings settings,
      PlatformTransactionManager transactions,
      JdbcOperations jdbc,
      Clock clock) {
    var budget =
        new DeadLetterBudget(settings.deadLetterBurst(), settings.deadLetterRefill(), clock);
    return new Commits(
        positions, ownership, deadLetters, budget, new TransactionTemplate(transactions), jdbc);
  }

  @Bean
  Intake intake(
      Ownership ownership,
      Commits commits,
      ParkedRecords records,
      Memory memory,
      AgeClock ages,
      Clock clock) {
    return new Intake(ownership, commits, records, memory, ages, clock);
  }

  @Bean
  GateTraces gateTraces(Spans spans, ConsumerSettings settings) {
    return new GateTraces(spans, settings.group());
  }

  @Bean
  GateWrites gateWrites(
      KafkaTemplate<String, byte[]> kafka,
      ParkedRecords records,
      Messages messages,
      MessageCodec codec,
      GateMetrics metrics,
      GateTraces traces) {
    return new GateWrites(kafka, records, messages, codec, metrics, traces);
  }

  @Bean
  Storing storing(
      Ownership ownership,
      CustomerCopies copies,
      Charging charging,
      Commits commits,
      GateWrites writes,
      Memory memory,
      Outbox outbox,
      Messages messages,
      ReplayedMessages replayed,
      Clock clock) {
    return new Storing(
        ownership, copies, charging, commits, writes, memory, outbox, messages, replayed, clock);
  }

  @Bean
  Settling settling(
      Ownership ownership,
      Charging charging,
      Providers providers,
      Commits commits,
      Storing storing,
      Memory memory,
      Releases releases,
      ParkingSettings settings,
      DeadLetterSettings deadLetters,
      GateTraces traces,
      Clock clock) {
    return new Settling(
        ownership,
        charging,
        providers,
        commits,
        storing,
        memory,
        releases,
        settings,
        deadLetters,
        traces,
        clock);
  }

  @Bean
  Unblocking unblocking(Ownership ownership, Topology topology, Storing storing) {
    return new Unblocking(ownership, topology, storing);
  }

  @Bean
  ProblemCatalogue parkingProblems() {
    return ProblemCatalogue.of(
        ParkingProblems.CUSTOMER_NOT_BLOCKED, ParkingProblems.CUSTOMER_ELSEWHERE);
  }

  @Bean
  Expiry expiry(
      Ownership ownership,
      AgeClock ages,
      Storing storing,
      Memory memory,
      GateTraces traces,
      ParkingSettings settings) {
    return new Expiry(ownership, ages, storing, memory, traces, settings.releaseSlice());
  }

  @Bean
  Gate gate(
      Ownership ownership,
      OwnedPositions positions,
      Topology topology,
      RecordReader reader,
      Settling settling,
      Storing storing,
      Expiry expiry,
      Intake intake,
      Releases releases,
      Unblocking unblocking,
      GateStatus status,
      GateMetrics metrics,
      ConsumerHealth health,
      GateTraces traces,
      Clock clock) {
    return new Gate(
        ownership,
        positions,
        topology,
        reader,
        settling,
        storing,
        expiry,
        intake,
        releases,
        unblocking,
        status,
        metrics,
        health,
        traces,
        clock);
  }

  /// The gate is the only one in this service that consumes through the container's factory.
  @Bean
  @SuppressWarnings("unchecked")
  DefaultKafkaConsumerFactoryCustomizer promptPolls() {
    return factory ->
        ((DefaultKafkaConsumerFactory<String, byte[]>) factory)
            .addPostProcessor(consumer -> PromptConsumer.of(consumer, System::nanoTime));
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> gateContainer(
      PositionedConsumers consumers, Gate gate, Ownership ownership) {
    ConcurrentMessageListenerContainer<String, byte[]> container =
        consumers.container(
            gate,
            ownership,
            Topics.CUSTOMER_EVENTS,
            Topics.PAYMENT_COMMANDS,
            Topics.PAYMENT_PARKED);
    container.setBatchInterceptor(gate);
    return container;
  }
}
