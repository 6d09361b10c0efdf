/**
 * The parts put together by hand: a data folder, the stores on it, the use cases, the HTTP edge.
 *
 * <p>Knows every layer and decides nothing but who gets what. The only place, with the command
 * line, where real clocks and random numbers come from.
 */
@NullMarked
package dev.valise.server;

import org.jspecify.annotations.NullMarked;
