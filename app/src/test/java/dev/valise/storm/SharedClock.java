package dev.valise.storm;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** This machine's clock, ahead by what a file says that another process may write. Thread-safe. */
final class SharedClock implements InstantSource {
  private final InstantSource machine = Clock.tickMillis(ZoneOffset.UTC);
  private final MappedByteBuffer ahead;

  private SharedClock(MappedByteBuffer ahead) {
    this.ahead = ahead;
  }

  /**
   * @param file made if it is missing
   */
  static SharedClock in(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedClock(channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  @Override
  public Instant instant() {
    return machine.instant().plusMillis(ahead.getLong(0));
  }

  void advance(Duration duration) {
    ahead.putLong(0, ahead.getLong(0) + duration.toMillis());
  }
}
