/**
 * The command line, one class per command.
 *
 * <p>Knows the HTTP API of a running server and how to start a server in this process. Must not
 * know how anything is stored or how Chromium is run: what a command shows, any other client can
 * ask for too.
 */
@NullMarked
package dev.valise.cli;

import org.jspecify.annotations.NullMarked;
