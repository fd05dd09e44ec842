package dev.parkade.bench;

import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.PaymentService;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Payment-service itself, whole and as shipped: gate, outbox, relay, replies, provider port with
/// the simulated provider, REST and metrics. Only its provider's latency is set to nothing.
final class Ours implements Contender {
  static final String NAME = "parkade";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String setUp() {
    return "payment-service with its shipped settings, outbox relay on, simulated provider without"
        + " latency";
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  @Override
  public Running start(Lane lane) {
    var service =
        new SpringApplicationBuilder(PaymentService.class)
            .web(WebApplicationType.SERVLET)
            .registerShutdownHook(false)
            .run(
                "--spring.datasource.url=" + lane.jdbcUrl(),
                "--spring.datasource.username=" + Lane.ROLE,
                "--spring.datasource.password=" + Lane.PASSWORD,
                "--spring.kafka.bootstrap-servers=" + lane.bootstrapServers(),
                "--parkade.instance=bench",
                "--parkade.consumer.group=" + lane.run(),
                "--parkade.payment.simulator.max-latency=0ms",
                "--server.port=0",
                "--management.server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--logging.level.org.apache.kafka=ERROR",
                "--logging.level.org.flywaydb=ERROR",
                "--logging.level.org.springframework.kafka=OFF");
    return new Service(service, lane);
  }

  private record Service(ConfigurableApplicationContext context, Lane lane) implements Running {
    @Override
    public SetAside setAside() {
      var parked = TopicCount.of(lane, Topics.PAYMENT_PARKED.name()::equals);
      return new SetAside(parked.keys(), parked.records(), "records in payment.parked");
    }

    /// A second reply to the same command would be a second effect; the row is unique anyway.
    @Override
    public long doubled() {
      try (var settlements = new Settlements(lane)) {
        return settlements.number(
            """
            select count(*) - count(distinct message_key) from outbox
            where topic = 'order.replies'
            """);
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
