package dev.valise.state.leveldb;

import java.io.IOException;

/** Bytes that are not what LevelDB's format says should stand there. */
public final class DamagedLevelDbException extends IOException {
  DamagedLevelDbException(String message) {
    super(message);
  }
}
