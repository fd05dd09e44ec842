package dev.parkade.payment.parking;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/// What the broker of the [ModelLog] tells about its topics: all is well.
final class ModelBroker {

  private ModelBroker() {}

  static Admin of(ModelLog log) {
    return Stand.in(
        Admin.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "describeTopics" -> new Described((Collection<?>) arguments[0]);
              case "describeConfigs" -> new Configured((Collection<?>) arguments[0]);
              case "listOffsets" -> ends(log, (Map<?, ?>) arguments[0]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static ListOffsetsResult ends(ModelLog log, Map<?, ?> partitions) {
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> ends = new HashMap<>();
    for (Object each : partitions.keySet()) {
      TopicPartition partition = (TopicPartition) each;
      ends.put(
          partition,
          KafkaFuture.completedFuture(
              new ListOffsetsResultInfo(log.end(partition), -1, java.util.Optional.empty())));
    }
    return new ListOffsetsResult(ends);
  }

  private static final class Described extends DescribeTopicsResult {

    Described(Collection<?> names) {
      super(null, topics(names));
    }

    private static Map<String, KafkaFuture<TopicDescription>> topics(Collection<?> names) {
      Map<String, KafkaFuture<TopicDescription>> topics = new HashMap<>();
      List<TopicPartitionInfo> partitions =
          IntStream.range(0, ModelWorld.PARTITIONS)
              .mapToObj(p -> new TopicPartitionInfo(p, Node.noNode(), List.of(), List.of()))
              .toList();
      for (Object name : names) {
        topics.put(
            name.toString(),
            KafkaFuture.completedFuture(new TopicDescription(name.toString(), false, partitions)));
      }
      return topics;
    }
  }

  private static final class Configured extends DescribeConfigsResult {

    Configured(Collection<?> resources) {
      super(configs(resources));
    }

    private static Map<ConfigResource, KafkaFuture<Config>> configs(Collection<?> resources) {
      Map<ConfigResource, KafkaFuture<Config>> configs = new HashMap<>();
      var compacted =
          new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      for (Object resource : resources) {
        configs.put(
            (ConfigResource) resource, KafkaFuture.completedFuture(new Config(List.of(compacted))));
      }
      return configs;
    }
  }
}
