package dev.valise.state.leveldb;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Entries in their order, gone through once from the first to the last. */
interface Run extends AutoCloseable {

  /** The entry it stands at; null when it has gone through all. */
  @Nullable Entry current();

  /** On to the next entry. Does nothing at the end. */
  void next() throws IOException;

  /** On to the first entry whose key is not smaller; stays when it stands at such a one. */
  void seek(Slice key) throws IOException;

  @Override
  void close() throws IOException;
}
