/// `parkade bench`: hands over to a JVM that has everything on its class path that is measured.
@NullMarked
package dev.parkade.cli.bench;

import org.jspecify.annotations.NullMarked;
