package dev.parkade.cli.demo;

/// One part of the story: does something and checks what comes of it.
interface Chapter {
  String title();

  String doing();

  String expected();

  /// @throws RuntimeException if something did not answer; the chapter has then failed
  Outcome run(Stage stage) throws InterruptedException;
}
