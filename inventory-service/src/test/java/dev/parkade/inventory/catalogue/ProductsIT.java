package dev.parkade.inventory.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@InventoryServiceTest
class ProductsIT {

  private static final String CHAIR =
      "{\"name\":\"Chair\",\"price\":{\"amount\":9900,\"currency\":\"EUR\"},\"available\":7}";

  private final JsonMapper json = JsonMapper.shared();

  @Autowired World world;

  @Test
  void createsReplacesAndRestocks() {
    var created = world.put("/api/v1/products/chair", CHAIR);
    var replaced = world.put("/api/v1/products/chair", CHAIR.replace(":7", ":3"));
    var restocked = world.post("/api/v1/products/chair/restock", "{\"quantity\":4}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains("/api/v1/products/chair");
    assertThat(json.readTree(created.body()).propertyNames())
        .containsExactly("sku", "name", "price", "available", "held", "sold");
    assertThat(replaced.statusCode()).isEqualTo(200);
    assertThat(json.readTree(replaced.body()).path("available").asLong()).isEqualTo(3);
    assertThat(restocked.statusCode()).isEqualTo(200);
    assertThat(json.readTree(restocked.body()).path("available").asLong()).isEqualTo(7);
  }

  @Test
  void listsProductsPageByPage() {
    world.product("page-1", 1);
    world.product("page-2", 1);

    var first = world.read("/api/v1/products?limit=1&after=page-");
    var second = world.read("/api/v1/products?limit=1&after=" + first.path("next").asString());

    assertThat(first.at("/items/0/sku").asString()).isEqualTo("page-1");
    assertThat(second.at("/items/0/sku").asString()).isEqualTo("page-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"quantity":0}                   | 400 | invalid-field
          {"quantity":-1}                  | 400 | invalid-field
          {"quantity":"1"}                 | 400 | invalid-field
          {"quantity":1.5}                 | 400 | invalid-field
          {"quantity":9223372036854775807} | 400 | invalid-field
          {"quantity":99999999999999999999}| 400 | invalid-field
          {}                               | 400 | invalid-field
          {"quantity":1000000000000}       | 409 | stock-limit
          """)
  void refusesARestockThatMakesNoSense(String body, int status, String code) {
    world.product("vase", 5);

    world.assertProblem(world.post("/api/v1/products/vase/restock", body), status, code);

    world.assertUnits("vase", 5, 0, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"V","price":{"amount":1},"available":1}                        | invalid-field
          {"name":"V","price":{"currency":"EUR"},"available":1}                  | invalid-field
          {"name":"V","price":{"amount":-1,"currency":"EUR"},"available":1}      | invalid-field
          {"name":"V","price":{"amount":1,"currency":"euro"},"available":1}      | invalid-field
          {"name":"V","price":{"amount":1,"currency":"EUR"},"available":-1}      | invalid-field
          {"name":"V","price":{"amount":1,"currency":"EUR"}}                     | invalid-field
          {"name":"","price":{"amount":1,"currency":"EUR"},"available":1}        | invalid-field
          {"name":"V","price":{"amount":1,"currency":"EUR"},"available":1,"a":1} | unknown-field
          """)
  void refusesAProductThatMakesNoSense(String body, String code) {
    world.assertProblem(world.put("/api/v1/products/nonsense", body), 400, code);

    world.assertProblem(world.get("/api/v1/products/nonsense"), 404, "product-not-found");
  }

  @Test
  void saysThatAProductIsUnknown() {
    var restock = world.post("/api/v1/products/nothing/restock", "{\"quantity\":1}");

    world.assertProblem(restock, 404, "product-not-found");
    world.assertProblem(world.get("/api/v1/products/not%20a%20sku"), 400, "invalid-parameter");
  }
}
