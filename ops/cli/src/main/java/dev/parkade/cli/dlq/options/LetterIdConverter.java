package dev.parkade.cli.dlq.options;

import dev.parkade.deadletters.letter.DeadLetterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the id of a dead letter.
public final class LetterIdConverter implements ITypeConverter<DeadLetterId> {
  @Override
  public DeadLetterId convert(String text) {
    return DeadLetterId.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no dead letter: write topic-partition@offset, such as payment.dlq-3@17"
                        .formatted(text)));
  }
}
