/** Wiring by hand: {@link dev.valise.Main} starts the command line. */
@NullMarked
package dev.valise;

import org.jspecify.annotations.NullMarked;
