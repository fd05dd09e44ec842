/// `parkade demo`: tells the story of the system on real processes, and checks that it is true.
@NullMarked
package dev.parkade.cli.demo;

import org.jspecify.annotations.NullMarked;
