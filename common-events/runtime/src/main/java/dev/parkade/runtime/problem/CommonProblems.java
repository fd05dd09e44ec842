package dev.parkade.runtime.problem;

import java.util.List;

/// The problems that every service can answer with.
public final class CommonProblems {

  public static final ProblemType MALFORMED_REQUEST =
      new ProblemType(
          "malformed-request",
          "The request is not valid HTTP",
          400,
          "Percent-encode what is not a letter, a digit or one of `-._~` in the path and in"
              + " parameters, send a `Host` header, and keep all headers together below 8 KB.");

  public static final ProblemType MALFORMED_BODY =
      new ProblemType(
          "malformed-body",
          "The request body cannot be read",
          400,
          "Send one JSON document in UTF-8 of the shape that the operation documents.");

  public static final ProblemType UNKNOWN_FIELD =
      new ProblemType(
          "unknown-field",
          "The request body has a field that does not exist",
          400,
          "Remove the field or correct its spelling. Fields are never ignored, so that a misspelt"
              + " one cannot be lost without notice.");

  public static final ProblemType INVALID_FIELD =
      new ProblemType(
          "invalid-field",
          "A field is missing or has an invalid value",
          400,
          "Correct what `errors` lists; each entry points to its field with a JSON pointer.");

  public static final ProblemType INVALID_PARAMETER =
      new ProblemType(
          "invalid-parameter",
          "A part of the path, a parameter or a header has an invalid value",
          400,
          "Correct the value as the detail says.");

  public static final ProblemType MISSING_PARAMETER =
      new ProblemType(
          "missing-parameter",
          "A parameter or header is missing",
          400,
          "Add the parameter or header that the detail names.");

  public static final ProblemType BODY_TOO_LARGE =
      new ProblemType(
          "body-too-large",
          "The request body is too large",
          413,
          "Send less at once; the limit is in `limitBytes`.");

  public static final ProblemType NOT_FOUND =
      new ProblemType(
          "not-found",
          "There is nothing at this address",
          404,
          "Check the path and the id. `GET /` lists the addresses of this service.");

  public static final ProblemType METHOD_NOT_ALLOWED =
      new ProblemType(
          "method-not-allowed",
          "This address does not support the method",
          405,
          "Use one of the methods of the `Allow` header.");

  public static final ProblemType NOT_ACCEPTABLE =
      new ProblemType(
          "not-acceptable",
          "There is no answer of an acceptable media type",
          406,
          "Accept one of the media types that the detail names.");

  public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
      new ProblemType(
          "unsupported-media-type",
          "The media type of the request body is not supported",
          415,
          "Send `Content-Type: application/json`.");

  public static final ProblemType CONCURRENT_CHANGE =
      new ProblemType(
          "concurrent-change",
          "Somebody else changed the same thing at the same time",
          409,
          "Nothing was changed by this request. Read the current state and try again.");

  public static final ProblemType PRECONDITION_FAILED =
      new ProblemType(
          "precondition-failed",
          "The thing has changed since it was read",
          412,
          "Nothing was changed by this request. Read the current state with its ETag, decide again,"
              + " and send that ETag as `If-Match`.");

  public static final ProblemType PRECONDITION_REQUIRED =
      new ProblemType(
          "precondition-required",
          "A change needs to say which version it is based on",
          428,
          "Read the current state and send its ETag as `If-Match`, so that no change of somebody"
              + " else is overwritten.");

  public static final ProblemType REJECTED =
      new ProblemType(
          "request-rejected", "The request was rejected", 400, "Correct what the detail says.");

  public static final ProblemType UNAVAILABLE =
      new ProblemType(
          "temporarily-unavailable",
          "The service cannot do this right now",
          503,
          "Something that the service needs is away. Nothing was changed. Send the same request"
              + " again after the time in `Retry-After`.");

  public static final ProblemType INTERNAL =
      new ProblemType(
          "internal-error",
          "The service failed",
          500,
          "This is a bug. Report the `traceId`: the service's log has the cause under the same id.");

  static final List<ProblemType> ALL =
      List.of(
          MALFORMED_REQUEST,
          MALFORMED_BODY,
          UNKNOWN_FIELD,
          INVALID_FIELD,
          INVALID_PARAMETER,
          MISSING_PARAMETER,
          BODY_TOO_LARGE,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          UNSUPPORTED_MEDIA_TYPE,
          CONCURRENT_CHANGE,
          PRECONDITION_FAILED,
          PRECONDITION_REQUIRED,
          REJECTED,
          UNAVAILABLE,
          INTERNAL);

  private CommonProblems() {}
}
