package dev.parkade.runtime.problem;

/// One entry of `errors`: where, as a JSON pointer (RFC 6901), and what is wrong there.
record FieldError(String pointer, String detail) {

  static FieldError of(String pointer, String detail) {
    return new FieldError(pointer, detail);
  }

  /// From a bean path such as `lines[0].quantity`.
  static FieldError ofPath(String path, String detail) {
    return new FieldError(
        "/" + path.replace("].", "/").replaceAll("[.\\[]", "/").replace("]", ""), detail);
  }
}
