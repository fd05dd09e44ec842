/// What a service promises over REST, as springdoc reads it from the code, beside the file of it.
///
/// springdoc is on the class path of tests only, and sleeps there until a test wakes it with
/// `springdoc.api-docs.enabled=true`: a service serves the file.
@NullMarked
package dev.parkade.testkit.contract;

import org.jspecify.annotations.NullMarked;
