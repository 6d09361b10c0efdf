package dev.valise.profile;

import com.github.luben.zstd.ZstdOutputStream;
import dev.valise.snapshot.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A version as an archive for other programs: the user-data-dir's files, in clear. */
public final class ProfileArchive {
  private static final int REGULAR_FILE_OF_OWNER = 0100600;

  private ProfileArchive() {}

  /** The formats that Kernel's download has. */
  public enum Format {
    TAR_ZST("tar.zst"),
    TAR("tar");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    public static Optional<Format> of(String label) {
      for (Format format : values()) {
        if (format.label.equals(label)) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * Writes the archive, then closes {@code out}. Holds a few segments in memory, whatever the size.
   *
   * @throws IOException when a stored byte was changed too; the archive then ends in the middle
   */
  public static void write(Snapshot snapshot, Format format, OutputStream out) throws IOException {
    OutputStream compressed =
        switch (format) {
          case TAR -> out;
          case TAR_ZST -> new ZstdOutputStream(out);
        };
    try (var tar = new TarArchiveOutputStream(compressed, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      snapshot.forEach((path, size, modifiedMillis, content) -> {
        var entry = new TarArchiveEntry(path);
        entry.setSize(size);
        entry.setMode(REGULAR_FILE_OF_OWNER);
        entry.setLastModifiedTime(FileTime.from(modifiedMillis / 1000, TimeUnit.SECONDS));
        tar.putArchiveEntry(entry);
        content.writeTo(tar);
        tar.closeArchiveEntry();
      });
    }
  }
}
