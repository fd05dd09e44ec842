package dev.parkade.runtime.problem;

import java.util.List;

/// The problem types that a service adds to the common ones. Declare one as a bean: each of its
/// types then has a page under `/problems/{code}`.
public record ProblemCatalogue(List<ProblemType> types) {

  public ProblemCatalogue {
    types = List.copyOf(types);
  }

  /// A catalogue of these types.
  public static ProblemCatalogue of(ProblemType... types) {
    return new ProblemCatalogue(List.of(types));
  }
}
