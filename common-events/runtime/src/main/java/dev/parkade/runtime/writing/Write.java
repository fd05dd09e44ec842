package dev.parkade.runtime.writing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A statement that writes, to be executed together with others in one round trip: a `WITH` whose
/// parts modify data.
///
/// All writes of one statement see the database as it was before it, and their order is not
/// defined: two of them must not write the same row, nor one read what another wrote.
///
/// @param name an SQL identifier, unique among the writes of a statement
/// @param sql `insert`, `update` or `delete`, with named parameters
/// @param params values of the named parameters, whose names are unique among the writes
public record Write(String name, String sql, Map<String, Object> params) {

  public Write {
    params = Map.copyOf(params);
  }

  /// Executes all writes as one statement, in the caller's transaction. Relations are locked in the
  /// order of the list.
  ///
  /// @throws IllegalArgumentException if two writes have a parameter in common
  public static void all(List<Write> writes, JdbcClient jdbc) {
    Map<String, Object> params = new LinkedHashMap<>();
    writes.forEach(
        write ->
            write
                .params()
                .forEach(
                    (name, value) -> {
                      if (params.put(name, value) != null) {
                        throw new IllegalArgumentException(
                            "two writes have a parameter " + name + ": " + names(writes));
                      }
                    }));
    String parts =
        writes.stream()
            .map(write -> write.name() + " as (\n" + write.sql() + ")")
            .collect(Collectors.joining(",\n"));
    jdbc.sql("with " + parts + "\nselect 1").params(params).query(Integer.class).single();
  }

  private static String names(Collection<Write> writes) {
    return writes.stream().map(Write::name).collect(Collectors.joining(", "));
  }
}
