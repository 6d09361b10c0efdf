/**
 * Use cases of profiles: create, find, rename, delete, load, save, export, go back, fork.
 *
 * <p>Knows the catalog and the snapshot store. Must not know HTTP, SQL or Chromium processes.
 */
@NullMarked
package dev.valise.profile;

import org.jspecify.annotations.NullMarked;
