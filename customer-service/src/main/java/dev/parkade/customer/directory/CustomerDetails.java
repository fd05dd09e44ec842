package dev.parkade.customer.directory;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What a client may say about a customer. Space around a value is not part of it.
///
/// @param name 1 to 200 characters
/// @param email something of the shape `a@b`, at most 254 characters; whether mail arrives there is
///     not asked
record CustomerDetails(
    @NotNull
        @Size(min = 1, max = 200, message = "must have 1 to 200 characters")
        @Pattern(regexp = PRINTABLE, message = "must not contain control characters")
        String name,
    @NotNull
        @Size(min = 3, max = 254, message = "must have 3 to 254 characters")
        @Pattern(regexp = MAILBOX, message = "must be an email address such as ada@example.org")
        String email) {

  private static final String PRINTABLE = "[^\\p{Cntrl}\\p{Cs}]*";
  private static final String MAILBOX =
      "[^@\\s\\p{Cntrl}\\p{Cs}]{1,64}@[^@\\s\\p{Cntrl}\\p{Cs}.]+(\\.[^@\\s\\p{Cntrl}\\p{Cs}.]+)*";

  CustomerDetails {
    name = strip(name);
    email = strip(email);
  }

  // a missing field arrives as null and is left to the validation
  @SuppressWarnings("NullAway")
  private static String strip(@Nullable String text) {
    return text == null ? null : text.strip();
  }
}
