/** Who is asking: API keys. Knows nothing of what is asked for. */
@NullMarked
package dev.valise.api.auth;

import org.jspecify.annotations.NullMarked;
