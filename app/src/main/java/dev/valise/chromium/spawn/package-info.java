/**
 * Starting a process from a thread that has changed itself: that entered namespaces, or restricted
 * itself for good.
 *
 * <p>Knows how the kernel hands such changes on to what a thread starts. Must not know which
 * changes there are, nor what the processes are for.
 */
@NullMarked
package dev.valise.chromium.spawn;

import org.jspecify.annotations.NullMarked;
