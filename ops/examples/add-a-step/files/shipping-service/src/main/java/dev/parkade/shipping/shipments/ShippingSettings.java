package dev.parkade.shipping.shipments;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How parcels are made.
///
/// @param maxUnits what fits into one parcel
@ConfigurationProperties("parkade.shipping")
record ShippingSettings(@DefaultValue("1000") long maxUnits) {

  ShippingSettings {
    if (maxUnits < 1) {
      throw new IllegalArgumentException(
          "parkade.shipping.max-units must be at least 1, not " + maxUnits);
    }
  }
}
