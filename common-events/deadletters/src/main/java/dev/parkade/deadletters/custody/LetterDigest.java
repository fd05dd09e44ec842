package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.ledger.Digest;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Tells exported letters apart: by where they stood and everything they hold. When and in which
/// state one was exported makes no difference.
final class LetterDigest {

  private final MessageDigest sha256;

  private LetterDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static Digest of(DeadLetter letter) {
    var digest = new LetterDigest();
    digest.add(letter.id().text().getBytes(UTF_8));
    digest.add(letter.key());
    digest.add(letter.value());
    for (Header header : letter.record().headers()) {
      if (!header.key().equals(DeadLetterHeaders.IMPORTED)) {
        digest.add(header.key().getBytes(UTF_8));
        digest.add(header.value());
      }
    }
    return Digest.of(digest.sha256.digest());
  }

  /// With the length before it, so that no two lists of parts look the same.
  private void add(byte @Nullable [] part) {
    int length = part == null ? -1 : part.length;
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    if (part != null) {
      sha256.update(part);
    }
  }
}
