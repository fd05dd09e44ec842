package dev.parkade.deadletters.plan;

import dev.parkade.deadletters.kafka.KafkaAccess;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/// Which cluster the brokers belong to, so that a plan for one is not carried out on
/// another.
public final class Cluster {

  private static final long SECONDS = 30;

  private Cluster() {}

  /// @throws KafkaException if no broker answers
  public static String id(KafkaAccess kafka) {
    try (Admin admin = kafka.admin()) {
      return admin.describeCluster().clusterId().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for the cluster's id", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause
          ? cause
          : new KafkaException("no broker says which cluster this is", e);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no broker of " + kafka.servers() + " answers", e);
    }
  }
}
