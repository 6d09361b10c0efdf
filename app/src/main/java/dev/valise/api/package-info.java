/**
 * The HTTP edge: one port, one package for each API that is spoken on it.
 *
 * <p>With its subpackages the only importer of Javalin and Jetty. Must not know how anything is
 * stored.
 */
@NullMarked
package dev.valise.api;

import org.jspecify.annotations.NullMarked;
