package dev.parkade.deadletters.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A [Plan] on its way from one who made it to one who carries it out: a file, or the body of a
/// request. Only [PlanFile] makes one and reads one.
///
/// @param format says what this is
/// @param version of the format
/// @param digest of the plan, which is refused if it was changed since
/// @param plan the counts, what is refused and why, and exactly which dead letters
@JsonPropertyOrder({"format", "version", "digest", "plan"})
public record PlanDocument(String format, int version, String digest, JsonNode plan) {

  public PlanDocument {
    // a stranger's may lack any of them
    plan = plan == null ? MissingNode.getInstance() : plan;
  }
}
