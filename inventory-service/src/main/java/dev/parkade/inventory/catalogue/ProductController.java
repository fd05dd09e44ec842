package dev.parkade.inventory.catalogue;

import dev.parkade.messages.id.Sku;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.problem.ProblemException;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/products")
class ProductController {

  private final Products products;

  ProductController(Products products) {
    this.products = products;
  }

  @PutMapping("/{sku}")
  ResponseEntity<ProductView> put(
      @PathVariable Sku sku, @Valid @RequestBody ProductDetails details) {
    var answer =
        products.put(sku, details)
            ? ResponseEntity.created(URI.create("/api/v1/products/" + sku))
            : ResponseEntity.ok();
    return withVersion(answer, sku);
  }

  @PostMapping("/{sku}/restock")
  ResponseEntity<ProductView> restock(@PathVariable Sku sku, @Valid @RequestBody Restock restock) {
    if (!products.restock(sku, restock.quantity())) {
      long available = existing(sku).view().available();
      throw new ProblemException(
          CatalogueProblems.STOCK_LIMIT,
          "%s has %d units available and can have %d at most"
              .formatted(sku, available, Products.MAX_UNITS));
    }
    return withVersion(ResponseEntity.ok(), sku);
  }

  @GetMapping("/{sku}")
  ResponseEntity<ProductView> read(@PathVariable Sku sku) {
    return withVersion(ResponseEntity.ok(), sku);
  }

  @GetMapping
  Page<ProductView> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable Sku after) {
    int size = Page.limit(limit);
    List<ProductView> rows = products.list(after, size + 1).stream().map(Product::view).toList();
    return Page.of(rows, size, product -> product.sku().text());
  }

  private ResponseEntity<ProductView> withVersion(ResponseEntity.BodyBuilder answer, Sku sku) {
    Product product = existing(sku);
    return answer.eTag(IfMatch.etag(product.version())).body(product.view());
  }

  private Product existing(Sku sku) {
    return products
        .find(sku)
        .orElseThrow(
            () ->
                new ProblemException(
                    CatalogueProblems.PRODUCT_NOT_FOUND, "there is no product " + sku + " here"));
  }
}
