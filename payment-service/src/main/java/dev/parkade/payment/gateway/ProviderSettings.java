package dev.parkade.payment.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which payment providers there are.
///
/// @param kind how they are reached
/// @param connectTimeout how long connecting may take; a connection that was not made has certainly
///     taken nothing, so keep it below the gateway's time limit
/// @param http one or two providers, in order of preference; only with the kind `http`
@ConfigurationProperties("parkade.payment.provider")
public record ProviderSettings(
    @DefaultValue("simulated") Kind kind,
    @DefaultValue("500ms") Duration connectTimeout,
    @DefaultValue List<Endpoint> http) {

  /// How providers are reached.
  public enum Kind {
    /// One in this process; no money moves.
    SIMULATED,
    /// JSON over HTTP.
    HTTP
  }

  /// @param name goes into payments, so it must keep its meaning for ever
  /// @param url where its API begins
  public record Endpoint(String name, URI url) {

    public Endpoint {
      if (name == null || !name.matches("[a-z0-9-]{1,40}")) {
        throw new IllegalArgumentException(
            "parkade.payment.provider.http: a name has 1 to 40 of a-z 0-9 -, not " + name);
      }
      if (url == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
        throw new IllegalArgumentException(
            "parkade.payment.provider.http: %s needs an http or https url, not %s"
                .formatted(name, url));
      }
    }
  }

  public ProviderSettings {
    http = List.copyOf(http);
    if (kind == Kind.HTTP && (http.isEmpty() || http.size() > 2)) {
      throw new IllegalArgumentException(
          "parkade.payment.provider.kind=http needs one or two providers under"
              + " parkade.payment.provider.http, not "
              + http.size());
    }
    if (http.stream().map(Endpoint::name).distinct().count() != http.size()) {
      throw new IllegalArgumentException("parkade.payment.provider.http has a name twice");
    }
  }
}
