package dev.parkade.deadletters.showing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MaskingTest {

  private final JsonMapper json = JsonMapper.builder().build();

  @Test
  void personalMembersAreMaskedAtAnyDepthWhateverTheyHold() {
    JsonNode document =
        json.readTree(
            """
            {"id":"c-1","Name":"Ada","parts":[{"email":{"home":"a@b.org"}},{"city":"London"}],
             "nickname":"stays"}
            """);
    Set<String> known = new HashSet<>();

    JsonNode masked = Masking.personalData(List.of("city")).masked(document, known);

    assertThat(masked)
        .isEqualTo(
            json.readTree(
                """
                {"id":"c-1","Name":"***","parts":[{"email":"***"},{"city":"***"}],
                 "nickname":"stays"}
                """));
    assertThat(known).containsExactlyInAnyOrder("Ada", "a@b.org", "London");
    assertThat(document.path("Name").stringValue()).isEqualTo("Ada");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"id\":1,\"name\":\"Ada \\\"L\\\"\",\"x\":2 | {\"id\":1,\"name\":***,\"x\":2",
        "{\"name\":\"Ada Lov | {\"name\":***",
        "name=Ada&email=x&id=1 | name=***&email=***&id=1",
        "name: Ada, id: 1 | name: ***, id: 1",
        "send it to ada@example.org now | send it to *** now",
        "rename=yes, hostname: h | rename=yes, hostname: h",
        "Ada and Ada Lovelace | *** and ***"
      })
  void whatLooksPersonalInATextIsMasked(String text, String masked) {
    Set<String> known = Set.of("Ada", "Ada Lovelace");

    assertThat(Masking.personalData(List.of()).masked(text, known)).isEqualTo(masked);
  }

  @Test
  void nothingIsMaskedForThoseWhoAskForAll() {
    JsonNode document = json.readTree("{\"name\":\"Ada\"}");

    assertThat(Masking.none().masked(document)).isEqualTo(document);
    assertThat(Masking.none().masked("name=Ada, ada@example.org", Set.of("Ada")))
        .isEqualTo("name=Ada, ada@example.org");
  }
}
