package dev.parkade.e2e.prometheus;

import java.util.Map;

/// Something that the server scrapes.
///
/// @param health `up`, `down`, or `unknown` before its first scrape
/// @param lastError empty if the last scrape went well
public record Target(
    String job, String url, Map<String, String> labels, String health, String lastError) {

  /// Whether the last scrape went well.
  public boolean isUp() {
    return health.equals("up");
  }
}
