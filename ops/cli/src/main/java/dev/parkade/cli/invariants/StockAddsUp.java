package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.HeldLine;
import dev.parkade.cli.invariants.Facts.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// I1: no unit appears or disappears.
final class StockAddsUp {
  private static final String HOW =
      "every product: nothing negative, supplied = available + held + sold, held and sold = sums of"
          + " its holds; products of this run: supplied = what this run put in";

  private StockAddsUp() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var held = sums(facts, "HELD");
    var sold = sums(facts, "COMMITTED");
    for (var product : facts.products()) {
      checkProduct(product, held, sold, violations);
    }
    checkSupplies(facts, violations);
    var counted =
        "%d products, %d of them with known supply"
            .formatted(facts.products().size(), facts.witnessed().supplied().size());
    return Finding.of("I1", "stock adds up and never goes below zero", HOW, counted, violations);
  }

  private static void checkProduct(
      Product product, Map<String, Long> held, Map<String, Long> sold, List<String> violations) {
    var sku = product.sku();
    if (product.available() < 0 || product.held() < 0 || product.sold() < 0) {
      violations.add(
          "%s: available %d, held %d, sold %d"
              .formatted(sku, product.available(), product.held(), product.sold()));
    }
    if (product.supplied() != product.available() + product.held() + product.sold()) {
      violations.add(
          "%s: supplied %d but available %d + held %d + sold %d"
              .formatted(
                  sku, product.supplied(), product.available(), product.held(), product.sold()));
    }
    if (product.held() != held.getOrDefault(sku, 0L)) {
      violations.add(
          "%s: held %d but its holds are %d"
              .formatted(sku, product.held(), held.getOrDefault(sku, 0L)));
    }
    if (product.sold() != sold.getOrDefault(sku, 0L)) {
      violations.add(
          "%s: sold %d but its committed holds are %d"
              .formatted(sku, product.sold(), sold.getOrDefault(sku, 0L)));
    }
  }

  private static void checkSupplies(Facts facts, List<String> violations) {
    var products =
        facts.products().stream().collect(Collectors.toMap(Product::sku, Function.identity()));
    facts
        .witnessed()
        .supplied()
        .forEach(
            (sku, supplied) -> {
              var product = products.get(sku);
              if (product == null) {
                violations.add(sku + ": was supplied but is not in the catalogue");
              } else if (product.supplied() != supplied) {
                violations.add(
                    "%s: this run put in %d, not %d".formatted(sku, supplied, product.supplied()));
              }
            });
  }

  private static Map<String, Long> sums(Facts facts, String status) {
    return facts.holds().stream()
        .filter(it -> it.status().equals(status))
        .collect(Collectors.groupingBy(HeldLine::sku, Collectors.summingLong(HeldLine::quantity)));
  }
}
