/**
 * The store as a process of its own, to be measured beside other programs.
 *
 * <p>Knows how a save and a checkout of the application are called; must not know what they are
 * compared with, nor how figures are made of times.
 */
@NullMarked
package dev.valise.bench;

import org.jspecify.annotations.NullMarked;
