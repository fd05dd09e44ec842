package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// What goes into one transaction: records for any topic, and what the ledger is to say about them.
/// Of use only while the transaction's work runs, and only to the thread that runs it.
public interface Batch {

  /// Sends a record as it is. The result comes before the commit; its failure aborts all.
  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record);

  /// Waits until the broker has all that was sent so far.
  void flush();

  /// Appends an action to what the ledger says about a dead letter of the session's topic.
  void act(DeadLetterId id, LetterAction action);

  /// Begins a run, or says how far it has come.
  void put(RunEntry run);

  /// Remembers an import.
  void put(ImportEntry imported);
}
