/// Real infrastructure for integration tests: one broker and one PostgreSQL per test JVM.
@NullMarked
package dev.parkade.testkit.environment;

import org.jspecify.annotations.NullMarked;
