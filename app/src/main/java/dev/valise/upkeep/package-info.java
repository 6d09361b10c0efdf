/**
 * What has to be done from time to time so that the store stays small: retention, garbage
 * collection, repacking.
 *
 * <p>Knows the catalog, the blobs and the store engine. Must not know when it runs, who asked for
 * it, or what a browser is.
 */
@NullMarked
package dev.valise.upkeep;

import org.jspecify.annotations.NullMarked;
