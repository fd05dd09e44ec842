package dev.parkade.e2e.tracing;

import java.util.List;
import java.util.Map;

/// A span as a service sent it.
///
/// @param parentId empty for the first one of a trace
/// @param links the ids of the spans that it is linked to
public record Recorded(
    String service,
    String traceId,
    String id,
    String parentId,
    String name,
    List<String> links,
    Map<String, String> attributes) {

  /// Whether it is the first one of its trace.
  public boolean isRoot() {
    return parentId.isEmpty();
  }

  @Override
  public String toString() {
    return "%s of %s (%s, parent %s)".formatted(name, service, id, parentId);
  }
}
