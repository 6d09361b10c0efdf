package dev.valise.state.leveldb;

/**
 * A table as the manifest names it.
 *
 * @param number of its file
 * @param smallest the first key in it
 * @param largest the last key in it
 */
record TableFile(long number, Slice smallest, Slice largest) {}
