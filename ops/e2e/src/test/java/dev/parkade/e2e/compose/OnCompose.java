package dev.parkade.e2e.compose;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a test class against the one [ComposeSystem] of this JVM, which is handed to whoever has a
/// parameter of that type. Skipped, with the reason, where there is no Docker or no Compose v2.
///
/// The system is up when the first of these classes begins and goes after the last one, so what a
/// class breaks it must mend. Their order is that of `@Order`: the story first, what kills last.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("containers")
@ExtendWith(ComposeExtension.class)
public @interface OnCompose {}
