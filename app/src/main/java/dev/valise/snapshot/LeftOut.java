package dev.valise.snapshot;

/**
 * What a preset kept out of a snapshot.
 *
 * @param files number of files, links included
 * @param bytes sizes of the regular files among them, added up
 */
public record LeftOut(int files, long bytes) {}
