package dev.parkade.deadletters.route;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.KafkaException;

/// Finds which consumer groups read a topic: all of them see what is sent there. A group
/// counts if it has offsets of the topic or a member that reads it now; a consumer without
/// a group is never seen.
public final class TopicReaders {

  private static final long SECONDS = 20;

  private final Admin admin;

  public TopicReaders(Admin admin) {
    this.admin = admin;
  }

  /// The groups of each of these topics, by name.
  ///
  /// @throws KafkaException if the broker does not say
  public SortedMap<String, SortedSet<String>> of(Collection<String> topics) {
    SortedMap<String, SortedSet<String>> readers = new TreeMap<>();
    topics.forEach(t -> readers.put(t, new TreeSet<>()));
    List<String> groups =
        answer(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
            .map(GroupListing::groupId)
            .toList();
    if (groups.isEmpty()) {
      return readers;
    }
    Map<String, ListConsumerGroupOffsetsSpec> all = new TreeMap<>();
    groups.forEach(g -> all.put(g, new ListConsumerGroupOffsetsSpec()));
    answer(admin.listConsumerGroupOffsets(all).all())
        .forEach((group, offsets) -> offsets.keySet().forEach(p -> add(readers, p.topic(), group)));
    for (ConsumerGroupDescription group :
        answer(admin.describeConsumerGroups(groups).all()).values()) {
      group.members().stream()
          .flatMap(m -> m.assignment().topicPartitions().stream())
          .forEach(p -> add(readers, p.topic(), group.groupId()));
    }
    return readers;
  }

  private static void add(Map<String, SortedSet<String>> readers, String topic, String group) {
    SortedSet<String> groups = readers.get(topic);
    if (groups != null) {
      groups.add(group);
    }
  }

  private static <T> T answer(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for consumer groups", e);
    } catch (ExecutionException e) {
      throw new KafkaException("the broker does not say which groups read a topic", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the broker does not say in time which groups read a topic", e);
    }
  }
}
