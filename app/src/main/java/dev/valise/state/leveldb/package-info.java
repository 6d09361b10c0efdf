/**
 * Reads a LevelDB folder as its files stand, without opening the database: no lock, no log, no
 * repair, nothing written. Composes the log by which whoever copied such a folder can add to it.
 *
 * <p>The format is that of LevelDB's {@code doc/log_format.md}, {@code doc/table_format.md}, {@code
 * db/version_edit.cc} and {@code db/write_batch.cc}. Knows nothing of what the keys mean. Trusts no
 * byte: what the files claim is checked before memory is taken for it.
 */
@NullMarked
package dev.valise.state.leveldb;

import org.jspecify.annotations.NullMarked;
