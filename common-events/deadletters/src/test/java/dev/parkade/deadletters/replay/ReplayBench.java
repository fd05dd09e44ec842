package dev.parkade.deadletters.replay;

import static dev.parkade.messages.deadletter.DeadLetterReason.RETRIES_EXHAUSTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How fast letters are planned and replayed, and in how much memory: run it by hand with
/// `-Xmx256m`, and say how many letters, and for how many seconds at most they are sent.
public final class ReplayBench {

  private static final int AT_ONCE = 20_000;

  private ReplayBench() {}

  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    try (var stand = new Stand()) {
      long begin = System.nanoTime();
      for (int from = 0; from < count; from += AT_ONCE) {
        List<ProducerRecord<byte[], byte[]>> some = new ArrayList<>(AT_ONCE);
        for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
          some.add(stand.charge(i % 6, "customer-" + i % 5_000, i, RETRIES_EXHAUSTED));
        }
        stand.broker().put(some);
      }
      say("made", count, begin);
      begin = System.nanoTime();
      var plan = stand.planAll();
      say("planned", plan.counts().replayed(), begin);
      var stop = new StopSignal();
      var sending = new long[1];
      long reviewing = System.nanoTime();
      var result =
          stand
              .replayer()
              .replay(
                  plan,
                  Stand.AT_ONCE,
                  Stand.ADA,
                  stop,
                  new ReplayListener() {
                    @Override
                    public void begins(long left, long done) {
                      say("reviewed", left, reviewing);
                      sending[0] = System.nanoTime();
                      CompletableFuture.delayedExecutor(
                              Duration.ofSeconds(Long.parseLong(args[1])).toSeconds(),
                              TimeUnit.SECONDS)
                          .execute(stop::stop);
                    }
                  });
      long sent =
          switch (result) {
            case ReplayResult.Finished finished -> finished.sent();
            case ReplayResult.Interrupted interrupted -> interrupted.sent();
            default -> 0;
          };
      say("sent", sent, sending[0]);
    }
    System.exit(0);
  }

  private static void say(String what, long letters, long since) {
    double seconds = (System.nanoTime() - since) / 1e9;
    Runtime vm = Runtime.getRuntime();
    long used = (vm.totalMemory() - vm.freeMemory()) >> 20;
    System.out.printf(
        "%s %,d in %.1f s: %,.0f/s; heap %d of %d MiB%n",
        what, letters, seconds, letters / seconds, used, vm.maxMemory() >> 20);
  }
}
