package dev.parkade.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.runtime.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", " \"3\" ", "\"2\", \"3\"", "W/\"1\",\"3\"", "*"})
  void matchesTheVersionThatItNames(String header) {
    assertThat(IfMatch.parse(header).orElseThrow().matches(3)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"4\"", "W/\"3\"", "\"three\"", "\"\"", "\"99999999999999999999\""})
  void doesNotMatchOthersNorWeakOnes(String header) {
    assertThat(IfMatch.parse(header).orElseThrow().matches(3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "\"3", "\"3\" \"4\"", "nonsense"})
  void refusesWhatIsNoEntityTag(String header) {
    assertThatThrownBy(() -> IfMatch.parse(header)).isInstanceOf(ProblemException.class);
  }

  @Test
  void isEmptyWithoutAHeader() {
    assertThat(IfMatch.parse(null)).isEmpty();
  }

  @Test
  void cutsAPageAndSaysWhereTheNextOneBegins() {
    var full = Page.of(List.of("a", "b", "c"), 2, it -> it);
    var last = Page.of(List.of("a", "b"), 2, it -> it);

    assertThat(full).isEqualTo(new Page<>(List.of("a", "b"), "b"));
    assertThat(last.next()).isNull();
    assertThatThrownBy(() -> Page.limit(0)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> Page.limit(201)).isInstanceOf(ProblemException.class);
    assertThat(Page.limit(null)).isEqualTo(50);
  }
}
