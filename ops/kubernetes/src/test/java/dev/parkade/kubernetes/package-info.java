/// The manifests, against Strimzi's types, the schemas of the others, and what the code says.
@NullMarked
package dev.parkade.kubernetes;

import org.jspecify.annotations.NullMarked;
