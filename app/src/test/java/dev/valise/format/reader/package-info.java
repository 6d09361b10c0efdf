/**
 * A reader of the stored format, written from docs/format.md alone. Knows the JDK and zstd, and
 * must not know any other class of Valise: it shows that the page says enough.
 */
@NullMarked
package dev.valise.format.reader;

import org.jspecify.annotations.NullMarked;
