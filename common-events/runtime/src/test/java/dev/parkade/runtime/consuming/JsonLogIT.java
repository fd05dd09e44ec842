package dev.parkade.runtime.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.testkit.waiting.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a machine reads of the log when a record becomes a dead letter.
class JsonLogIT {

  private static final OrderId ORDER =
      new OrderId(UUID.fromString("018f0000-0000-7000-8000-0000000000a1"));

  private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
  private PositionedWorld world;

  @BeforeEach
  void aServiceThatLogsJson() throws IOException {
    var environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("runtime", new ClassPathResource("parkade-runtime.yml"))
        .forEach(environment.getPropertySources()::addLast);
    logging.putObject(Environment.class.getName(), environment);
    var encoder = new StructuredLogEncoder();
    encoder.setContext(logging);
    encoder.setFormat("ecs");
    encoder.start();
    console.setContext(logging);
    console.setEncoder(encoder);
    console.setOutputStream(written);
    console.start();
    logging.getLogger(DeadLetters.class).addAppender(console);
    world = new PositionedWorld();
  }

  @AfterEach
  void stop() {
    world.close();
    logging.getLogger(DeadLetters.class).detachAppender(console);
    console.stop();
  }

  @Test
  void aDeadLetterIsLoggedWithItsOrderItsMessageAndItsTrace() {
    Traceparent trace = Traceparent.start();
    var message = world.messages.first(new CommitStock(ORDER), ORDER.text(), ORDER.text(), trace);
    world.send(0, ORDER.text(), message);

    consume();

    JsonNode line = line();
    assertThat(line.path("orderId").asString()).as(line.toString()).isEqualTo(ORDER.text());
    assertThat(line.path("messageId").asString()).isEqualTo(message.id().text());
    assertThat(line.path("trace.id").asString()).as(line.toString()).isEqualTo(trace.traceId());
    assertThat(line.path("span.id").asString()).isEqualTo(trace.spanId());
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void whatAStrangerWroteIntoAHeaderBreaksNoLine() {
    var message = world.messages.first(new CommitStock(ORDER), ORDER.text(), ORDER.text(), null);
    var record = world.record(0, ORDER.text(), message);
    record.headers().remove("ce_correlationid");
    record.headers().add("ce_correlationid", "a\n{\"level\":\"FATAL\"}".getBytes(UTF_8));
    world.kafka.send(record).join();

    consume();

    assertThat(line().path("orderId").asString()).isEqualTo("a?{\"level\":\"FATAL\"}");
  }

  private void consume() {
    var why = new Decoded.Poison(DeadLetterReason.UNEXPECTED_TYPE, "not this\none");
    world.consume((poll, aside) -> poll.forEach(it -> aside.accept(it, why)));
    world.deadLetters(1);
  }

  private JsonNode line() {
    Eventually.within(PositionedWorld.SOON, () -> assertThat(lines()).hasSize(1));
    return JsonMapper.shared().readTree(lines().getFirst());
  }

  private List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }
}
