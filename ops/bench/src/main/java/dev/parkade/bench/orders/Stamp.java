package dev.parkade.bench.orders;

/// The times of one message, in epoch milliseconds with a fraction.
///
/// @param begun when the transaction that wrote it began, by the database's clock
/// @param written when its outbox row was inserted
/// @param committed the commit's own time stamp, which is taken right before the flush
/// @param readable when the broker appended it (`LogAppendTime`, whole milliseconds, plus the half
///     of one that is cut off on average)
/// @param transaction its writer and transaction id
record Stamp(double begun, double written, double committed, double readable, String transaction) {}
