package dev.parkade.testkit.contract;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/// What is the same in every service's document.
@AutoConfiguration
@ConditionalOnBooleanProperty("springdoc.api-docs.enabled")
class ContractAutoConfiguration {

  private static final String PROBLEM = "Problem";

  @Bean
  RecordSchemas recordSchemas() {
    return new RecordSchemas();
  }

  @Bean
  GlobalOpenApiCustomizer common(@Value("${spring.application.name}") String service) {
    return document -> {
      document.info(
          new Info()
              .title(service)
              .version("v1")
              .license(new License().name("Apache-2.0").identifier(null))
              .description(
                  "Errors are problem documents (RFC 9457) with a stable `code`; `GET /problems`"
                      + " explains them all. Fields that do not apply are left out. Unknown fields"
                      + " of a request are refused; clients must ignore those of an answer, and"
                      + " values of an enumeration, that they do not know."));
      document.servers(List.of(new Server().url("/").description("the service itself")));
      document.setTags(null);
      if (document.getComponents() == null) {
        document.components(new Components());
      }
      document.getComponents().addSchemas(PROBLEM, problem()).addResponses(PROBLEM, response());
      operations(document).forEach(ContractAutoConfiguration::addProblem);
    };
  }

  private static List<Operation> operations(OpenAPI document) {
    return document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .toList();
  }

  private static void addProblem(Operation operation) {
    operation.setTags(null);
    if (operation.getResponses().keySet().stream().noneMatch(code -> code.startsWith("2"))) {
      throw new IllegalStateException(
          operation.getOperationId() + " does not say what it answers if all is well");
    }
    operation
        .getResponses()
        .addApiResponse("default", new ApiResponse().$ref("#/components/responses/" + PROBLEM));
  }

  private static ApiResponse response() {
    var content = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
    return new ApiResponse()
        .description("Anything else: what is wrong, and how to get out of it")
        .content(new Content().addMediaType("application/problem+json", content));
  }

  private static Schema<?> problem() {
    var error =
        new ObjectSchema()
            .addProperty("pointer", new StringSchema().description("JSON pointer of the field"))
            .addProperty("detail", new StringSchema());
    error.setRequired(List.of("pointer", "detail"));
    Schema<?> problem =
        new ObjectSchema()
            .description("RFC 9457; further members depend on the code")
            .addProperty("type", text("where the page of this kind of problem is"))
            .addProperty("title", text("the kind of problem in a few words"))
            .addProperty("status", new IntegerSchema().format("int32"))
            .addProperty("detail", text("what happened this time, and what to do"))
            .addProperty("instance", text("the path that was asked"))
            .addProperty("code", text("the kind of problem for programs; never changes"))
            .addProperty("traceId", text("names the request in the service's log"))
            .addProperty("errors", new ArraySchema().items(error));
    problem.setRequired(
        List.of("type", "title", "status", "detail", "instance", "code", "traceId"));
    return problem;
  }

  private static Schema<?> text(String description) {
    return new StringSchema().description(description);
  }
}
