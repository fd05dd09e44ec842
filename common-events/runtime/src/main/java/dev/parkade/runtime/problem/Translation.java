package dev.parkade.runtime.problem;

import dev.parkade.runtime.consuming.Failures;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns whatever a request ended with into a problem. What is not recognised is a bug of ours, and
/// its problem says nothing about the inside.
final class Translation {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private Translation() {}

  static Problem of(Throwable thrown) {
    BodyTooLarge tooLarge = causeOf(thrown, BodyTooLarge.class);
    if (tooLarge != null) {
      return tooLarge(tooLarge.limitBytes());
    }
    return switch (thrown) {
      case ProblemException e -> e.problem();
      case HttpMessageNotReadableException e -> JsonProblems.of(e.getCause());
      case BindException e -> invalidFields(e);
      case HandlerMethodValidationException e -> invalidParameters(e);
      case ConstraintViolationException e -> violations(e);
      case MethodArgumentTypeMismatchException e -> mismatch(e);
      case MissingRequestHeaderException e -> missing("the header " + e.getHeaderName());
      case MissingRequestValueException e -> missing(String.valueOf(e.getBody().getDetail()));
      case NoResourceFoundException e -> notFound("/" + e.getResourcePath());
      case NoHandlerFoundException e -> notFound(e.getRequestURL());
      case HttpRequestMethodNotSupportedException e ->
          Problem.of(
                  CommonProblems.METHOD_NOT_ALLOWED,
                  e.getMethod() + " is not supported here, but " + e.getSupportedHttpMethods())
              .headers(e.getHeaders());
      case HttpMediaTypeNotSupportedException e ->
          Problem.of(
                  CommonProblems.UNSUPPORTED_MEDIA_TYPE,
                  "the body's media type is %s, supported are %s"
                      .formatted(e.getContentType(), e.getSupportedMediaTypes()))
              .headers(e.getHeaders());
      case HttpMediaTypeNotAcceptableException e ->
          Problem.of(
              CommonProblems.NOT_ACCEPTABLE, "there are answers as " + e.getSupportedMediaTypes());
      case OptimisticLockingFailureException _ ->
          Problem.of(
              CommonProblems.CONCURRENT_CHANGE,
              "another request changed the same thing first; read it again and repeat the change");
      case ErrorResponse e when e.getStatusCode().is4xxClientError() -> rejected(e);
      default -> ours(thrown);
    };
  }

  /// What is known of a request that failed before or behind the controllers is its status.
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 ->
          Problem.of(
              CommonProblems.MALFORMED_REQUEST,
              "the request line or a header is not HTTP: check the characters of the path and of"
                  + " the parameters, which must be percent-encoded, and the size of the headers");
      case 404 -> notFound("this address");
      case 405 -> Problem.of(CommonProblems.METHOD_NOT_ALLOWED, "the method is not supported here");
      default ->
          status < 500 || status == 501 || status == 505
              ? Problem.of(CommonProblems.REJECTED, "the request was rejected").status(status)
              : Problem.of(CommonProblems.INTERNAL, "the request failed inside the service")
                  .status(status);
    };
  }

  static Problem tooLarge(long limitBytes) {
    return Problem.of(
        CommonProblems.BODY_TOO_LARGE,
        "the request body has more than " + limitBytes + " bytes",
        Map.of("limitBytes", limitBytes));
  }

  static Problem notFound(String path) {
    return Problem.of(CommonProblems.NOT_FOUND, "there is nothing at " + path);
  }

  private static Problem ours(Throwable thrown) {
    if (Failures.isTransient(thrown)) {
      return Problem.of(
              CommonProblems.UNAVAILABLE,
              "the database or the broker does not answer right now; nothing was changed")
          .retryAfter(RETRY);
    }
    return Problem.of(
        CommonProblems.INTERNAL, "the request failed inside the service; see the log for traceId");
  }

  private static Problem missing(String what) {
    return Problem.of(CommonProblems.MISSING_PARAMETER, what + " is missing");
  }

  private static Problem mismatch(MethodArgumentTypeMismatchException e) {
    return Problem.of(CommonProblems.INVALID_PARAMETER, e.getName() + " " + whyMismatched(e));
  }

  private static String whyMismatched(MethodArgumentTypeMismatchException e) {
    Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(e.getParameter().getParameterType());
    // what the JDK says of these names our classes, or nothing that helps
    if (wanted.isEnum()) {
      return "is not one of " + Arrays.toString(wanted.getEnumConstants());
    }
    if (Number.class.isAssignableFrom(wanted)) {
      return "is not a whole number, or too large a one";
    }
    IllegalArgumentException reason = null;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IllegalArgumentException last) {
        reason = last;
      }
    }
    return reason == null ? "is of the wrong type" : "is " + reason.getMessage();
  }

  private static Problem invalidFields(BindException e) {
    List<FieldError> errors =
        e.getBindingResult().getFieldErrors().stream()
            .map(f -> FieldError.ofPath(f.getField(), String.valueOf(f.getDefaultMessage())))
            .sorted(java.util.Comparator.comparing(FieldError::pointer))
            .toList();
    return invalid(errors);
  }

  private static Problem violations(ConstraintViolationException e) {
    return invalid(
        e.getConstraintViolations().stream()
            .map(v -> FieldError.ofPath(v.getPropertyPath().toString(), v.getMessage()))
            .toList());
  }

  private static Problem invalid(List<FieldError> errors) {
    String detail =
        errors.stream().map(f -> f.pointer() + " " + f.detail()).collect(Collectors.joining("; "));
    return Problem.of(CommonProblems.INVALID_FIELD, detail, Map.of("errors", errors));
  }

  private static Problem invalidParameters(HandlerMethodValidationException e) {
    String detail =
        e.getParameterValidationResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(
                            error ->
                                result.getMethodParameter().getParameterName()
                                    + " "
                                    + error.getDefaultMessage()))
            .collect(Collectors.joining("; "));
    return Problem.of(CommonProblems.INVALID_PARAMETER, detail);
  }

  private static Problem rejected(ErrorResponse e) {
    String detail = e.getBody().getDetail();
    return Problem.of(CommonProblems.REJECTED, detail == null ? "the request was rejected" : detail)
        .status(e.getStatusCode().value())
        .headers(e.getHeaders());
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
