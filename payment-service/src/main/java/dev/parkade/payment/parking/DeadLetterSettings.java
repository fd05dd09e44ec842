package dev.parkade.payment.parking;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What follows from a dead letter.
///
/// @param afterDeadLetter what becomes of the customer's later charges, `block` or `continue`
@ConfigurationProperties("parkade.parking")
record DeadLetterSettings(@DefaultValue("block") AfterDeadLetter afterDeadLetter) {

  boolean blocks() {
    return afterDeadLetter == AfterDeadLetter.BLOCK;
  }
}
