package dev.parkade.runtime.http;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/// Documents that an operation can end with a problem of its own.
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ProblemResponse.Several.class)
@ApiResponse(
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(ref = "#/components/schemas/Problem")))
public @interface ProblemResponse {

  /// The HTTP status.
  @AliasFor(annotation = ApiResponse.class, attribute = "responseCode")
  String status();

  /// Its codes, and when they come.
  @AliasFor(annotation = ApiResponse.class, attribute = "description")
  String means();

  /// More than one of them.
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Several {
    ProblemResponse[] value();
  }
}
