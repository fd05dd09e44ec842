package dev.parkade.deadletters.custody;

import java.util.List;

/// What became of a file's lines.
///
/// @param added how many became dead letters
/// @param repeated how many had become dead letters before
/// @param bad how many are none
/// @param examples the first hundred of those
/// @param stopped whether it ended before the end of the file: at a bad line, or as it was asked to
public record ImportResult(
    long added, long repeated, long bad, List<BadLine> examples, boolean stopped) {

  /// A line that is no dead letter that could be put on its topic.
  ///
  /// @param number counted from 1
  /// @param why for people; nothing of the line's content
  public record BadLine(long number, String why) {}

  public ImportResult {
    examples = List.copyOf(examples);
  }
}
