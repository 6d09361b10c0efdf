/**
 * What happened to sessions and profiles, for those who look later: taken without delay, written by
 * one thread, read in its order.
 *
 * <p>Knows the catalog. Must not know who tells it what happened, nor HTTP: every layer above may
 * tell it something.
 */
@NullMarked
package dev.valise.event;

import org.jspecify.annotations.NullMarked;
