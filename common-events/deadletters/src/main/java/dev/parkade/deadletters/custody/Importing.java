package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.custody.ImportResult.BadLine;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Batch;
import dev.parkade.deadletters.ledger.Digest;
import dev.parkade.deadletters.ledger.ImportEntry;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.replay.StopSignal;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.deadletters.showing.LetterJson;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Reads a file and puts its letters where they belong: some hundred in one transaction with what
/// the ledger says about them. One session per dead-letter topic that the file is about.
final class Importing implements AutoCloseable {

  private static final int AT_ONCE = 500;
  private static final int BYTES_AT_ONCE = 8 * 1024 * 1024;
  private static final int EXAMPLES = 100;

  /// What a dead-letter topic takes, with room for what the protocol adds.
  private static final int MAX_BYTES = 2 * 1024 * 1024 - 4 * 1024;

  /// One topic's part of the file.
  private static final class Part {
    private final LedgerWriter session;
    private final int partitions;
    private final Run run;
    private final Map<Digest, DeadLetter> pending = new LinkedHashMap<>();
    private long bytes;

    Part(LedgerWriter session, int partitions, Run run) {
      this.session = session;
      this.partitions = partitions;
      this.run = run;
    }
  }

  private final KafkaAccess kafka;
  private final Clock clock;
  private final Ids ids;
  private final Terms terms;
  private final Function<String, LedgerWriter> sessions;
  private final StopSignal stop;
  private final CustodyListener listener;
  private final Map<String, Part> parts = new TreeMap<>();
  private final List<BadLine> examples = new ArrayList<>();
  private long bad;
  private long repeated;

  Importing(
      KafkaAccess kafka,
      Clock clock,
      Ids ids,
      Terms terms,
      Function<String, LedgerWriter> sessions,
      StopSignal stop,
      CustodyListener listener) {
    this.kafka = kafka;
    this.clock = clock;
    this.ids = ids;
    this.terms = terms;
    this.sessions = sessions;
    this.stop = stop;
    this.listener = listener;
  }

  ImportResult all(InputStream file, boolean strict) throws IOException {
    var lines = new Lines(file);
    boolean stopped = false;
    try {
      for (Lines.Line line = lines.next(); line != null && !stopped; line = lines.next()) {
        String why = line.text() == null ? line.why() : take(line.text());
        if (why != null) {
          bad++;
          if (examples.size() < EXAMPLES) {
            examples.add(new BadLine(line.number(), why));
          }
        }
        stopped = stop.isSet() || (strict && why != null);
      }
    } catch (IOException e) {
      finish("the file could not be read on");
      throw e;
    }
    finish(stopped ? "stopped before the end of the file" : null);
    return new ImportResult(added(), repeated, bad, examples, stopped);
  }

  private void finish(@Nullable String interruption) {
    parts.values().forEach(this::commit);
    parts.values().forEach(p -> p.run.end(LetterState.OPEN.name(), interruption));
  }

  @Override
  public void close() {
    parts.values().forEach(part -> part.session.close());
  }

  /// What is wrong with it; null if nothing is.
  private @Nullable String take(String line) {
    DeadLetter letter;
    try {
      letter = LetterJson.read(line);
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
    DeadLetterId id = letter.id();
    if (!Routes.TOPICS.contains(id.topic())) {
      return "%s is no dead-letter topic of a service".formatted(id.topic());
    }
    Part part = parts.computeIfAbsent(id.topic(), this::part);
    if (id.partition() >= part.partitions) {
      return "%s has no partition %d".formatted(id.topic(), id.partition());
    }
    long bytes = bytes(letter);
    if (bytes > MAX_BYTES) {
      return "%d bytes are more than %s takes".formatted(bytes, id.topic());
    }
    Digest digest = LetterDigest.of(letter);
    if (part.pending.containsKey(digest) || part.session.ledger().isImported(id.topic(), digest)) {
      repeated++;
      return null;
    }
    part.pending.put(digest, letter);
    part.bytes += bytes;
    if (part.pending.size() >= AT_ONCE || part.bytes >= BYTES_AT_ONCE) {
      commit(part);
    }
    return null;
  }

  private Part part(String topic) {
    LedgerWriter session = sessions.apply(topic);
    try (var log = new DeadLetterLog(kafka)) {
      int partitions = log.snapshot(List.of(topic)).partitions().size();
      var run = new Run(session, clock, ids.get().toString(), RunKind.IMPORT, terms, null, 0);
      return new Part(session, partitions, run);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void commit(Part part) {
    if (part.pending.isEmpty()) {
      return;
    }
    part.run.commit(part.pending.size(), batch -> put(part, batch));
    part.pending.clear();
    part.bytes = 0;
    listener.done(added());
  }

  /// The ledger needs their new offsets, so they are sent first.
  private void put(Part part, Batch batch) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    part.pending.values().forEach(letter -> sent.add(batch.send(record(letter))));
    batch.flush();
    Instant now = clock.instant();
    Iterator<Future<RecordMetadata>> results = sent.iterator();
    part.pending.forEach(
        (digest, letter) -> {
          RecordMetadata at = at(results.next());
          var id = new DeadLetterId(at.topic(), at.partition(), at.offset());
          String source = letter.id().text();
          batch.act(
              id,
              new LetterAction.Imported(
                  part.run.id(), source, now, terms.operator().who(), terms.why().text()));
          batch.put(new ImportEntry(digest, id, part.run.id(), now));
        });
  }

  private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
    Headers headers = new RecordHeaders(letter.record().headers().toArray());
    headers.remove(DeadLetterHeaders.IMPORTED);
    headers.add(DeadLetterHeaders.IMPORTED, letter.id().text().getBytes(UTF_8));
    return new ProducerRecord<>(
        letter.id().topic(), letter.id().partition(), letter.key(), letter.value(), headers);
  }

  private long added() {
    return parts.values().stream().mapToLong(part -> part.run.done()).sum();
  }

  private static long bytes(DeadLetter letter) {
    long bytes = length(letter.key()) + length(letter.value());
    for (Header header : letter.record().headers()) {
      bytes += 8 + 3L * header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /// It is there already: everything was flushed.
  private static RecordMetadata at(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during an import", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a record that was flushed failed", e);
    }
  }
}
