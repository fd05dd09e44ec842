package dev.parkade.inventory.catalogue;

import dev.parkade.runtime.problem.ProblemType;

/// What can go wrong with products only.
final class CatalogueProblems {

  static final ProblemType PRODUCT_NOT_FOUND =
      new ProblemType(
          "product-not-found",
          "There is no such product",
          404,
          "Check the SKU; GET /api/v1/products lists them all. PUT /api/v1/products/{sku} creates"
              + " a product.");

  static final ProblemType STOCK_LIMIT =
      new ProblemType(
          "stock-limit",
          "There would be too many units",
          409,
          "Nothing was added. Restock less; no product can have more units than the detail says.");

  private CatalogueProblems() {}
}
