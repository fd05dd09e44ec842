package dev.parkade.deadletters.transform;

import java.util.List;
import java.util.Map;

/// One that a test finds on its class path.
public final class CentsTransform implements Transform {

  @Override
  public String name() {
    return "cents";
  }

  @Override
  public List<Output> apply(List<Input> inputs) {
    return inputs.stream().map(CentsTransform::of).toList();
  }

  private static Output of(Input input) {
    return input.payload() == null
        ? new Rejected("no text")
        : new Changed(Map.of("schema", "2"), input.payload().replace(".", ""));
  }
}
