/**
 * Calling libc, for what the JDK has no methods for.
 *
 * <p>Knows prototypes, errno and file descriptors. Must not know what they are for.
 */
@NullMarked
package dev.valise.chromium.libc;

import org.jspecify.annotations.NullMarked;
