package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.selection.Offsets;
import dev.parkade.deadletters.selection.Period;
import dev.parkade.deadletters.selection.Replays;
import dev.parkade.deadletters.selection.Selection;
import dev.parkade.deadletters.selection.SelectionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which dead letters a command is about. Several options must all take a letter, several values of
/// one option are alternatives; `--header` and `--json` narrow with every value.
public final class FilterOptions {
  @Option(
      names = "--service",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Services.class,
      description = "Whose: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      completionCandidates = Reasons.class,
      description = "Why they were set aside, such as CUSTOMER_NEVER_ARRIVED.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "ID",
      split = ",",
      converter = LetterIdConverter.class,
      description = "Exactly these, such as payment.dlq-3@17.")
  private List<DeadLetterId> ids = new ArrayList<>();

  @Option(names = "--key", paramLabel = "KEY", description = "The record key; hex:00ff for bytes.")
  private List<String> keys = new ArrayList<>();

  @Option(names = "--order", paramLabel = "ID", description = "The order that they are about.")
  private List<String> orders = new ArrayList<>();

  @Option(names = "--customer", paramLabel = "ID", description = "The customer they are about.")
  private List<String> customers = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The message type (ce_type), such as parkade.payment.charge.v1.")
  private List<String> types = new ArrayList<>();

  @Option(
      names = "--exception",
      paramLabel = "CLASS",
      description = "The exception at the root, with or without its package.")
  private List<String> exceptions = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = PointInTime.Converter.class,
      description =
          "Set aside then or later: 2026-11-28T09:00Z (UTC), or so long ago: 90s, 2h, 3d.")
  private @Nullable PointInTime since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = PointInTime.Converter.class,
      description = "Set aside before then; written like --since.")
  private @Nullable PointInTime until;

  @Option(names = "--partition", paramLabel = "N", description = "Of this partition of the DLQ.")
  private @Nullable Integer partition;

  @Option(
      names = "--offsets",
      paramLabel = "A..B",
      converter = Span.Converter.class,
      description = "With these offsets, both included; needs --partition.")
  private @Nullable Span offsets;

  @Option(
      names = "--header",
      paramLabel = "NAME[=VALUE]",
      description = "With this header, or with this value of it.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "PATH",
      description = "Whose payload has it, such as '$.amount.amount > 1000' or '$.customerId'.")
  private List<String> payloads = new ArrayList<>();

  @Option(
      names = "--replays",
      paramLabel = "N..M",
      converter = Span.Converter.class,
      description = "Replayed so often: 0, 1..2, 3..")
  private @Nullable Span replays;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "What became of them: ${COMPLETION-CANDIDATES}. Default: OPEN.")
  private List<LetterState> states = new ArrayList<>();

  @Option(names = "--any-state", description = "Whatever became of them.")
  private boolean anyState;

  @Option(
      names = "--ready",
      description = "Only those whose cause is gone: their customer exists meanwhile.")
  private boolean ready;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /// The selection that they add up to.
  ///
  /// @param now what *ago* counts from
  public Selection selection(Instant now) {
    try {
      return build(now);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /// The same for discarded ones, whatever is said of states.
  public Selection discarded(Instant now) {
    states = List.of(LetterState.DISCARDED);
    anyState = false;
    return selection(now);
  }

  /// The services that are meant; empty: all.
  public List<String> topics() {
    return services.stream().map(it -> Services.topicOf(it, command)).toList();
  }

  private Selection build(Instant now) {
    var builder = Selection.builder().topics(topics()).states(states);
    reasons.forEach(it -> builder.reason(Reasons.known(it)));
    builder.ids(ids);
    exceptions.forEach(builder::exception);
    keys.forEach(builder::key);
    orders.forEach(builder::order);
    customers.forEach(builder::customer);
    types.forEach(builder::type);
    headers.forEach(builder::header);
    payloads.forEach(builder::payload);
    if (since != null || until != null) {
      builder.at(
          new Period(since == null ? null : since.at(now), until == null ? null : until.at(now)));
    }
    if (replays != null) {
      builder.replays(new Replays(asInt(replays.from()), asInt(replays.to())));
    }
    if (anyState) {
      builder.anyState();
    }
    if (ready) {
      builder.ready();
    }
    takeOffsets(builder);
    return builder.build();
  }

  private void takeOffsets(SelectionBuilder builder) {
    if (partition == null) {
      if (offsets != null) {
        throw new IllegalArgumentException(
            "--offsets needs --partition: offsets count per partition");
      }
      return;
    }
    long from = offsets == null ? 0 : offsets.from();
    long to = offsets == null ? Long.MAX_VALUE : offsets.to();
    builder.offsets(new Offsets(partition, from, to == Long.MAX_VALUE ? to : to + 1));
  }

  private static int asInt(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }
}
