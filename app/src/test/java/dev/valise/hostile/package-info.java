/**
 * What a client can do with a browser that it controls, tried: every attack succeeds against plain
 * processes, and fails in every room.
 *
 * <p>Knows DevTools, the kernel's namespaces and where a server keeps things. Must not know how
 * rooms are made: it would look only where they were looked after.
 */
@NullMarked
package dev.valise.hostile;

import org.jspecify.annotations.NullMarked;
