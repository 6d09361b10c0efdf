/**
 * Finds out whether everything that is stored can be restored, says what cannot and why, and
 * repairs what can be repaired without deleting anything.
 *
 * <p>Knows the catalog, the keys and the store engine. Must not know who asked, or how findings are
 * shown.
 */
@NullMarked
package dev.valise.upkeep.verify;

import org.jspecify.annotations.NullMarked;
