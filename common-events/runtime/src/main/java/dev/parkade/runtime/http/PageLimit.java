package dev.parkade.runtime.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents the `limit` of a [Page].
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    description = "how many items at once",
    schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
public @interface PageLimit {}
