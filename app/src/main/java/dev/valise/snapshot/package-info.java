/**
 * The store engine: turns a folder into an immutable, sealed snapshot and back.
 *
 * <p>A snapshot is a manifest (the tree: every file with its blocks' places) and packs (the blocks,
 * compressed together in segments, each sealed). Knows keys and blobs; must not know whose folder
 * it is, or what an organisation or a profile is.
 */
@NullMarked
package dev.valise.snapshot;

import org.jspecify.annotations.NullMarked;
