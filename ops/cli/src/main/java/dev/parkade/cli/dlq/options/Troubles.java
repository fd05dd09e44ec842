package dev.parkade.cli.dlq.options;

import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.deadletters.ledger.LedgerFailure;
import dev.parkade.deadletters.transform.TransformFailed;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// What Kafka's exceptions mean to a person.
final class Troubles {
  private Troubles() {}

  /// The exception to end with: what is not Kafka's is left as it is.
  static Exception explained(Exception thrown, String servers) {
    Throwable cause = root(thrown);
    return switch (cause) {
      case ProducerFencedException _,
          InvalidProducerEpochException _,
          FencedInstanceIdException _ ->
          new Ending(
              ExitCode.FENCED,
              "another operator took this DLQ over; the transaction in hand was aborted",
              "see who with: parkade dlq audit; then run the same plan again to go on");
      case LedgerFailure.LeaseHeld held ->
          new Ending(ExitCode.REFUSED, String.valueOf(held.getMessage()), "");
      case LedgerFailure.Fenced fenced ->
          new Ending(ExitCode.FENCED, String.valueOf(fenced.getMessage()), "");
      case LedgerFailure other -> Ending.failed(String.valueOf(other.getMessage()), "");
      case TransformFailed failed -> Ending.failed(String.valueOf(failed.getMessage()), "");
      case AuthenticationException refused ->
          Ending.failed(
              "%s does not accept these credentials: %s".formatted(servers, refused.getMessage()),
              "mend the SASL or TLS settings in --client-properties or the profile's file");
      case AuthorizationException refused ->
          Ending.failed(
              "%s does not allow it: %s".formatted(servers, refused.getMessage()),
              "grant the right, parkade dlq doctor lists those that are needed");
      case UnsupportedVersionException old ->
          Ending.failed(
              "%s is too old: %s".formatted(servers, old.getMessage()), "use Kafka 3.7 or newer");
      case TimeoutException late -> Reachability.unreachable(silent(servers, late));
      case DisconnectException gone -> Reachability.unreachable(silent(servers, gone));
      case ConfigException wrong ->
          Ending.failed(
              "Kafka's client does not take its settings: " + wrong.getMessage(),
              "mend --bootstrap-servers or --client-properties");
      case KafkaException other ->
          Ending.failed("Kafka's client failed: " + chain(other), "see parkade dlq doctor");
      default -> thrown;
    };
  }

  private static String silent(String servers, KafkaException said) {
    return "something listens at %s but does not answer as a Kafka broker should: %s"
        .formatted(servers, said.getMessage());
  }

  /// Kafka wraps what happened in futures' and in its own general exceptions.
  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof ExecutionException || thrown.getClass().equals(KafkaException.class);
    return wrapper && cause != null ? root(cause) : thrown;
  }

  private static String chain(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown.getMessage() + (cause == null ? "" : ": " + chain(cause));
  }
}
