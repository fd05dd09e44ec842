package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.outcome.Follower;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Knows how far the services are behind that get what is replayed. That is the lag of
/// their group on the target, but for `payment.parked`: what the group commits there is its
/// lowest live offset, so one payment that waits for its customer holds it back for as long
/// as it waits. For payments it is the lag on `payment.commands`, and how many of those
/// that were replayed have not ended yet.
final class LagGuard {

  /// @param records how many
  /// @param what for people
  record Lag(long records, String what) {}

  private static final long SECONDS = 30;

  private final Admin admin;
  private final Routes routes;
  private final Collection<String> topics;
  private final Map<String, Follower> followers;

  /// @param topics the dead-letter topics that are replayed
  /// @param followers who hears of the ends of their letters, by dead-letter topic
  LagGuard(Admin admin, Routes routes, Collection<String> topics, Map<String, Follower> followers) {
    this.admin = admin;
    this.routes = routes;
    this.topics = topics;
    this.followers = followers;
  }

  /// The largest.
  ///
  /// @throws KafkaException if the broker does not say
  Lag now() {
    Lag largest = new Lag(0, "nothing");
    for (String topic : topics) {
      String group = Routes.groupOf(topic).orElseThrow();
      for (Topic target : routes.targetsOf(topic)) {
        boolean parked = target.equals(Topics.PAYMENT_PARKED);
        largest = max(largest, lag(group, parked ? Topics.PAYMENT_COMMANDS : target));
        Follower follower = followers.get(topic);
        if (parked && follower != null) {
          long inFlight = follower.counts().inFlight();
          largest =
              max(largest, new Lag(inFlight, inFlight + " replayed payments have not ended yet"));
        }
      }
    }
    return largest;
  }

  private static Lag max(Lag one, Lag other) {
    return other.records() > one.records() ? other : one;
  }

  private Lag lag(String group, Topic topic) {
    Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
    for (int i = 0; i < topic.partitions(); i++) {
      starts.put(new TopicPartition(topic.name(), i), OffsetSpec.earliest());
    }
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>(starts);
    ends.replaceAll((p, spec) -> OffsetSpec.latest());
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    var first = admin.listOffsets(starts).all();
    var last = admin.listOffsets(ends).all();
    Map<TopicPartition, OffsetAndMetadata> positions = answer(committed);
    Map<TopicPartition, ListOffsetsResultInfo> from = answer(first);
    Map<TopicPartition, ListOffsetsResultInfo> to = answer(last);
    long behind = 0;
    for (TopicPartition partition : starts.keySet()) {
      OffsetAndMetadata position = positions.get(partition);
      // who has committed nothing has everything before him
      long next = position == null ? offset(from, partition) : position.offset();
      behind += Math.max(0, offset(to, partition) - next);
    }
    String what = "%s is %d records behind on %s".formatted(group, behind, topic);
    return new Lag(behind, positions.isEmpty() ? what + ", and has never read anything" : what);
  }

  private static long offset(
      Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
    ListOffsetsResultInfo info = offsets.get(partition);
    return info == null ? 0 : info.offset();
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for lag", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause
          ? cause
          : new KafkaException("the broker does not say how far a service is", e);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no broker says how far a service is", e);
    }
  }
}
