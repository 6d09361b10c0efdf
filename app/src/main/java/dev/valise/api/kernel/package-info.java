/**
 * Kernel's API, so that an unmodified {@code @onkernel/sdk} works when only its base URL is
 * changed: its routes, JSON, errors and pages.
 *
 * <p>Knows the use cases of profiles and sessions. Must not know how anything is stored.
 */
@NullMarked
package dev.valise.api.kernel;

import org.jspecify.annotations.NullMarked;
