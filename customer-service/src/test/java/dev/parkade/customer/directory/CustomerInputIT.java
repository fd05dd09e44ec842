package dev.parkade.customer.directory;

import static dev.parkade.customer.scenario.Client.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.Client;
import dev.parkade.customer.scenario.CustomerServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// What is refused, and what it says.
@CustomerServiceTest
class CustomerInputIT {

  @Autowired Client client;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"email":"a@b"}                            | invalid-field  | /name
          {"name":"  ","email":"a@b"}                | invalid-field  | /name
          {"name":"A\\u0000","email":"a@b"}          | invalid-field  | /name
          {"name":"A\\ud800","email":"a@b"}          | invalid-field  | /name
          {"name":"A","email":"nobody"}              | invalid-field  | /email
          {"name":"A","email":"a@b@c"}               | invalid-field  | /email
          {"name":"A","email":"a@b","admin":true}    | unknown-field  | /admin
          {"name":7,"email":"a@b"}                   | invalid-field  | /name
          """)
  void saysWhatIsWrongWithACustomer(String body, String code, String pointer) throws Exception {
    var problem = assertProblem(client.post("", body), 400, code);

    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void limitsLengths() throws Exception {
    var longName = "{\"name\":\"%s\",\"email\":\"a@b\"}".formatted("x".repeat(201));
    var longEmail = "{\"name\":\"A\",\"email\":\"a@%s\"}".formatted("x".repeat(253));
    var most = "{\"name\":\"%s\",\"email\":\"a@%s\"}".formatted("x".repeat(200), "x".repeat(252));

    assertProblem(client.post("", longName), 400, "invalid-field");
    assertProblem(client.post("", longEmail), 400, "invalid-field");
    assertThat(client.post("", most).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nobody", "/nobody/deactivation"})
  void saysThatACustomerIsUnknown(String path) throws Exception {
    var answer = path.endsWith("deactivation") ? client.post(path, "") : client.get(path);

    assertProblem(answer, 404, "customer-not-found");
  }
}
