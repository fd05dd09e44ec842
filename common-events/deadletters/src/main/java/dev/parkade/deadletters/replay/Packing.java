package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.route.HeaderPolicy;
import dev.parkade.deadletters.route.Refusal;
import dev.parkade.deadletters.route.Route;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.messages.envelope.Traceparent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Makes of dead letters what is sent.
final class Packing {

  private final Routes routes;
  private final @Nullable Transforming transforming;
  private final ReplayListener listener;
  private long refused;

  Packing(Routes routes, @Nullable Transforming transforming, ReplayListener listener) {
    this.routes = routes;
    this.transforming = transforming;
    this.listener = listener;
  }

  /// One letter, its bytes untouched; null if it cannot go, which was said.
  @Nullable Outgoing pack(DeadLetter letter, int replay, String run) {
    byte[] payload = letter.value();
    if (payload == null) {
      refuse(letter, Refusal.NO_PAYLOAD.why());
      return null;
    }
    return switch (routes.of(letter)) {
      case Route.Refused(Refusal refusal) -> {
        refuse(letter, refusal.why());
        yield null;
      }
      case Route.To to -> {
        var of = new HeaderPolicy.Replay(letter.id(), replay, run);
        Traceparent before = HeaderPolicy.traceOf(letter).orElse(null);
        Traceparent trace = listener.trace(letter.id(), to.topic(), before);
        var headers = HeaderPolicy.headers(letter, of, trace);
        // no timestamp: the broker takes now, since retention of the target counts from it
        var record =
            new ProducerRecord<byte[], byte[]>(
                to.topic(), to.partition(), null, to.key(), letter.value(), headers);
        yield new Outgoing(letter.id(), replay, record, HeaderPolicy.weight(letter), null);
      }
    };
  }

  /// Those of which a message could be made; the others were named.
  List<Outgoing> transform(List<Outgoing> packed) {
    if (transforming == null) {
      return packed;
    }
    List<Outgoing> made = new ArrayList<>(packed.size());
    for (Transforming.Made result : transforming.apply(packed)) {
      switch (result) {
        case Transforming.Ready(var outgoing) -> made.add(outgoing);
        case Transforming.Refused(var id, var why) -> {
          refused++;
          listener.refused(id, why);
        }
      }
    }
    return made;
  }

  /// How many were left out.
  long refused() {
    return refused;
  }

  private void refuse(DeadLetter letter, String why) {
    refused++;
    listener.refused(letter.id(), why);
  }
}
