/**
 * The demonstration: a login in one browser that holds in the next.
 *
 * <p>Knows what every client knows, the HTTP API and DevTools, and how to start a server. Must not
 * know how anything is stored: it has to see only what a user of the API would see.
 */
@NullMarked
package dev.valise.cli.demo;

import org.jspecify.annotations.NullMarked;
