package dev.parkade.customer.directory;

import dev.parkade.runtime.http.ServiceHelp;
import dev.parkade.runtime.problem.ProblemCatalogue;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

  @Bean
  ProblemCatalogue customerProblems() {
    return ProblemCatalogue.of(CustomerProblems.CUSTOMER_NOT_FOUND);
  }

  @Bean
  ServiceHelp customerHelp() {
    return new ServiceHelp(
        "Knows every customer and tells the other services about each change (customer.events).",
        List.of(
            "POST /api/v1/customers                    register {\"name\",\"email\"}",
            "PUT  /api/v1/customers/{id}               under your own id; change with If-Match",
            "GET  /api/v1/customers/{id}               one customer; its ETag is its version",
            "GET  /api/v1/customers?limit=&after=      all customers, page by page",
            "POST /api/v1/customers/{id}/deactivation  refuse new charges from now on"),
        List.of(
            "curl -i -X PUT {base}/api/v1/customers/grace -H 'Content-Type: application/json' \\",
            "  -d '{\"name\":\"Grace Hopper\",\"email\":\"grace@example.org\"}'",
            "curl -i {base}/api/v1/customers/grace",
            "curl -s '{base}/api/v1/customers?limit=2'",
            "curl -i -X POST {base}/api/v1/customers/grace/deactivation"));
  }
}
