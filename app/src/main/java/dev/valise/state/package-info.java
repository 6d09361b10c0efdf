/**
 * Reads what sites keep out of a user-data-dir that no browser has open: today, which origins have
 * state in it.
 *
 * <p>Knows Chromium's files, and opens them for reading only; must not know running browsers, nor
 * what becomes of the answer. Whatever a page or a client of the browser put into those files, a
 * reading takes bounded time and memory, and a save never fails of it.
 */
@NullMarked
package dev.valise.state;

import org.jspecify.annotations.NullMarked;
