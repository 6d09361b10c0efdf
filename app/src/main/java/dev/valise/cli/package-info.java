/**
 * The command line, one class per command.
 *
 * <p>Knows the HTTP API of a running server, how to start a server in this process, and what
 * maintenance a data folder takes. Must not know how anything is stored or how Chromium is run:
 * what a command shows of a server, any other client can ask for too.
 */
@NullMarked
package dev.valise.cli;

import org.jspecify.annotations.NullMarked;
