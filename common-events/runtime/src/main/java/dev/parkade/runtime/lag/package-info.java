/// How far a service's consumers are behind, in records and in seconds, measured beside them.
@NullMarked
package dev.parkade.runtime.lag;

import org.jspecify.annotations.NullMarked;
