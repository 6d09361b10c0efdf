/**
 * The identifiers by which every layer names things, as types, and where new ones come from.
 *
 * <p>Knows nothing else; everything may know it.
 */
@NullMarked
package dev.valise.id;

import org.jspecify.annotations.NullMarked;
