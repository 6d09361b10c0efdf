/**
 * Use cases of running browsers: create, load, save while they run, end by request or by timeout.
 *
 * <p>Knows profiles and Chromium processes. Must not know HTTP or SQL: the same use cases serve
 * every API.
 */
@NullMarked
package dev.valise.session;

import org.jspecify.annotations.NullMarked;
