package dev.parkade.payment.parking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;

/// The consumer group: which instances there are, and what the coordinator gives to whom. Those who
/// have lost their partitions without having noticed go on for a while.
final class ModelGroup {

  private static final int MOST = 3;

  private final Random random;
  private final Supplier<ModelInstance> start;
  private final List<ModelInstance> members = new ArrayList<>();
  private final List<ModelInstance> zombies = new ArrayList<>();
  private final List<ModelInstance> frozen = new ArrayList<>();
  private final Map<Integer, ModelInstance> owners = new HashMap<>();

  ModelGroup(Random random, Supplier<ModelInstance> start) {
    this.random = random;
    this.start = start;
    giveAway();
  }

  /// All that run, whether or not they still belong to the group; never empty.
  List<ModelInstance> instances() {
    List<ModelInstance> all = new ArrayList<>(members);
    all.addAll(zombies);
    return all;
  }

  void round(ModelInstance instance, ToIntFunction<TopicPartition> limits) {
    if (zombies.contains(instance) && random.nextInt(3) == 0) {
      zombies.remove(instance);
      instance.owned().forEach(n -> instance.remove(n, false));
      members.add(instance);
    }
    instance.round(limits);
    if (instance.machine.isDead()) {
      bury(instance);
    }
  }

  void kill() {
    ModelInstance instance = any(instances());
    instance.machine.die();
    bury(instance);
  }

  private void bury(ModelInstance instance) {
    members.remove(instance);
    zombies.remove(instance);
    owners.values().removeIf(owner -> owner == instance);
    instance.close();
    giveAway();
  }

  /// Some join or leave, and everybody learns of it.
  void rebalance() {
    if (members.size() < MOST && random.nextBoolean()) {
      members.add(start.get());
    }
    boolean eager = random.nextBoolean();
    for (int n = 0; n < ModelWorld.PARTITIONS; n++) {
      ModelInstance from = owners.get(n);
      ModelInstance to = any(members);
      if (from != null && (eager || from != to)) {
        from.remove(n, true);
        owners.remove(n);
      }
      if (owners.get(n) == null) {
        owners.put(n, to);
        to.assign(n);
      }
    }
  }

  /// The coordinator has not heard of a member for too long, and the member does not know.
  void suspect() {
    ModelInstance instance = any(members);
    if (instance.owned().isEmpty()) {
      return;
    }
    members.remove(instance);
    zombies.add(instance);
    owners.values().removeIf(owner -> owner == instance);
    giveAway();
  }

  /// An instance stops in the middle of what it does; others take over. False if too many have.
  boolean freeze(ModelInstance instance) {
    if (frozen.size() == 2) {
      return false;
    }
    members.remove(instance);
    zombies.remove(instance);
    frozen.add(instance);
    owners.values().removeIf(owner -> owner == instance);
    giveAway();
    return true;
  }

  /// It goes on where it stood.
  void thaw(ModelInstance instance) {
    frozen.remove(instance);
    zombies.add(instance);
  }

  private void giveAway() {
    if (members.isEmpty() || members.size() < MOST && random.nextInt(3) == 0) {
      members.add(start.get());
    }
    for (int n = 0; n < ModelWorld.PARTITIONS; n++) {
      if (owners.get(n) == null) {
        ModelInstance to = any(members);
        owners.put(n, to);
        to.assign(n);
      }
    }
  }

  /// Only members are left, and nothing goes wrong any more.
  void heal() {
    zombies.forEach(
        zombie -> {
          zombie.machine.die();
          zombie.close();
        });
    zombies.clear();
    members.forEach(member -> member.machine.planNothing());
    members.forEach(ModelInstance::closeCircuits);
    rebalance();
  }

  boolean isDone() {
    return members.stream().allMatch(m -> m.hasReadAll() && m.waiting().isEmpty());
  }

  List<Parked> waiting() {
    return members.stream().flatMap(m -> m.waiting().stream()).toList();
  }

  void close() {
    instances().forEach(ModelInstance::close);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
