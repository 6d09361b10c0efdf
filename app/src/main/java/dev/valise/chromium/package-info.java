/**
 * Chromium as a process: find it, launch it on a user-data-dir, end it with its whole process tree.
 *
 * <p>Knows executables, flags, processes and the few files of a user-data-dir that decide how a
 * start goes. Must not know profiles, sessions or what the rest of a user-data-dir means.
 */
@NullMarked
package dev.valise.chromium;

import org.jspecify.annotations.NullMarked;
