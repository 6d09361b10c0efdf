/**
 * Rooms for browsers: what a browser sees of the machine's files, network and processes, and how
 * the server gets in.
 *
 * <p>Knows namespaces, bubblewrap and the programs around it. Must not know Chromium's flags, what
 * is in a profile, or what the proxy behind the listening socket allows.
 */
@NullMarked
package dev.valise.chromium.isolation;

import org.jspecify.annotations.NullMarked;
