/// The one catalogue of topics: names, keys, partition counts, retention and what travels on each.
@NullMarked
package dev.parkade.messages.topic;

import org.jspecify.annotations.NullMarked;
