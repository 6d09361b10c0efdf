package dev.valise.snapshot;

import java.util.Optional;

/**
 * What a folder held before: the snapshot that was checked out into it or saved from it last.
 *
 * @param record of the folder as it was then; without it all files are read
 */
public record Base(Snapshot snapshot, Optional<CheckoutRecord> record) {}
