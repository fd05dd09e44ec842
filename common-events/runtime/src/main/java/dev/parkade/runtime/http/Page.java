package dev.parkade.runtime.http;

import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list that is walked by key: what comes after the last one is asked for with
/// `after`, so that pages neither repeat nor skip what stays.
///
/// @param next the `after` of the next page; null on the last one
public record Page<T>(List<T> items, @Nullable String next) {

  /// The size of a page that nobody asked for.
  public static final int DEFAULT_LIMIT = 50;

  /// The largest page.
  public static final int MAX_LIMIT = 200;

  public Page {
    items = List.copyOf(items);
  }

  /// Reads the `limit` parameter.
  ///
  /// @throws ProblemException if it is not between 1 and [#MAX_LIMIT]
  public static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > MAX_LIMIT) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER, "limit must be between 1 and " + MAX_LIMIT);
    }
    return asked;
  }

  /// A page out of rows that were read with `limit + 1`, in order of their keys.
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, key.apply(items.getLast()));
  }
}
