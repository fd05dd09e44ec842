package dev.parkade.deadletters.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.route.Refusal;
import java.util.List;
import java.util.SortedMap;

/// What a plan comes to.
///
/// @param selected dead letters that the selection takes
/// @param replayed those of them that are to be replayed
/// @param byReason to be replayed, by reason
/// @param byTarget to be replayed, by the topic where they go
/// @param refused the others, by why
public record PlanCounts(
    long selected,
    long replayed,
    SortedMap<String, Long> byReason,
    SortedMap<String, Long> byTarget,
    List<Refused> refused) {

  /// Those that are refused for one cause. As JSON it also says why and what helps, for
  /// people.
  ///
  /// @param samples a few of them
  @JsonIgnoreProperties(
      value = {"why", "fix"},
      allowGetters = true)
  public record Refused(Refusal refusal, long letters, List<DeadLetterId> samples) {

    /// For people.
    @JsonProperty
    public String why() {
      return refusal.why();
    }

    /// For people: what helps.
    @JsonProperty
    public String fix() {
      return refusal.fix();
    }
  }
}
