package dev.parkade.inventory.catalogue;

import dev.parkade.runtime.http.ServiceHelp;
import dev.parkade.runtime.problem.ProblemCatalogue;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

  @Bean
  ProblemCatalogue catalogueProblems() {
    return ProblemCatalogue.of(CatalogueProblems.PRODUCT_NOT_FOUND, CatalogueProblems.STOCK_LIMIT);
  }

  @Bean
  ServiceHelp catalogueHelp() {
    return new ServiceHelp(
        "Knows what there is, what it costs, and for whom it is set aside.",
        List.of(
            "PUT  /api/v1/products/{sku}          create or replace"
                + " {\"name\",\"price\":{\"amount\",\"currency\"},\"available\"}",
            "GET  /api/v1/products/{sku}          one product with its units",
            "GET  /api/v1/products?limit=&after=  all products, page by page",
            "POST /api/v1/products/{sku}/restock  add units {\"quantity\"}",
            "GET  /api/v1/holds/{orderId}         what is set aside for an order"),
        List.of(
            "curl -i -X PUT {base}/api/v1/products/TEA-001 -H 'Content-Type: application/json' \\",
            "  -d '{\"name\":\"Darjeeling\",\"price\":{\"amount\":1999,\"currency\":\"EUR\"},"
                + "\"available\":10}'",
            "curl -i -X POST {base}/api/v1/products/TEA-001/restock \\",
            "  -H 'Content-Type: application/json' -d '{\"quantity\":5}'",
            "curl -s {base}/api/v1/products/TEA-001",
            "curl -s '{base}/api/v1/products?limit=2'"));
  }
}
