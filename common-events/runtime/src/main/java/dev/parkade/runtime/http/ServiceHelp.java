package dev.parkade.runtime.http;

import java.util.List;

/// What a service says about itself at `GET /`. Declare one as a bean.
///
/// @param purpose one sentence
/// @param lines the addresses, one per line, such as `GET  /api/v1/customers/{id}   one customer`
/// @param examples shell commands that work as they stand, one after the other; `{base}` becomes
///     the address under which the service was asked
public record ServiceHelp(String purpose, List<String> lines, List<String> examples) {

  public ServiceHelp {
    lines = List.copyOf(lines);
    examples = List.copyOf(examples);
  }
}
