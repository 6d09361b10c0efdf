package dev.valise.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How long each step of a save took. Reading goes on while the files are stored, so that the steps
 * do not add up to the whole.
 *
 * @param close from the request to close the browser until all its processes were gone, with a
 *     browser that had to be started once more; empty where it ran on
 * @param copy until the state of a browser that ran on was put aside; empty where it was closed
 * @param read to count what the version says of its content: origins, and cookies in the files
 * @param store until all files were durable; the transaction that makes them a version follows
 */
public record SaveSteps(
    Optional<Duration> close, Optional<Duration> copy, Duration read, Duration store) {}
