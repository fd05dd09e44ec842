package dev.parkade.inventory.catalogue;

import dev.parkade.messages.id.Sku;
import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.http.Page;
import dev.parkade.runtime.http.PageLimit;
import dev.parkade.runtime.http.ProblemResponse;
import dev.parkade.runtime.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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

  @Operation(operationId = "putProduct", summary = "Creates or replaces a product")
  @ApiResponse(responseCode = "200", description = "Replaced", useReturnTypeSchema = true)
  @ApiResponse(
      responseCode = "201",
      description = "Created; `Location` is its address",
      headers = @Header(name = "Location", schema = @Schema(type = "string")),
      useReturnTypeSchema = true)
  @PutMapping("/{sku}")
  ResponseEntity<ProductView> put(
      @PathVariable Sku sku, @Valid @RequestBody ProductDetails details) {
    var answer =
        products.put(sku, details)
            ? ResponseEntity.created(URI.create("/api/v1/products/" + sku))
            : ResponseEntity.ok();
    return withVersion(answer, sku);
  }

  @Operation(operationId = "restockProduct", summary = "Adds units to a product")
  @ApiResponse(responseCode = "200", description = "As it is now", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`product-not-found`")
  @ProblemResponse(status = "409", means = "`stock-limit`: there would be too many")
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

  @Operation(operationId = "readProduct", summary = "One product with its units")
  @ApiResponse(responseCode = "200", description = "The product", useReturnTypeSchema = true)
  @ProblemResponse(status = "404", means = "`product-not-found`")
  @GetMapping("/{sku}")
  ResponseEntity<ProductView> read(@PathVariable Sku sku) {
    return withVersion(ResponseEntity.ok(), sku);
  }

  @Operation(
      operationId = "listProducts",
      summary = "All products, in order of their SKUs",
      description = "Page by page: `next` is the `after` of the next one.")
  @GetMapping
  Page<ProductView> list(
      @PageLimit @RequestParam(required = false) @Nullable Integer limit,
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
