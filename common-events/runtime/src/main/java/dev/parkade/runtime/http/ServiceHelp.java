package dev.parkade.runtime.http;

import java.util.List;

/// What a service says about itself at `GET /`. Declare one as a bean.
///
/// @param purpose one sentence
/// @param lines the addresses, one per line, such as `GET  /api/v1/customers/{id}   one customer`
public record ServiceHelp(String purpose, List<String> lines) {

  public ServiceHelp {
    lines = List.copyOf(lines);
  }
}
