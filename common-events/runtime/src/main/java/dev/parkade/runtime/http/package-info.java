/// What every REST interface shares: versions as ETags, pages by key, a help page, strict JSON.
@NullMarked
package dev.parkade.runtime.http;

import org.jspecify.annotations.NullMarked;
