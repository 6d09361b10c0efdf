package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.disk.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the files of a folder looked when it equalled a snapshot: what still looks so need not be
 * read again. Immutable.
 *
 * @param manifest of the snapshot
 * @param files all of them, by path; one that could be written again without looking different has
 *     a stamp that no file has
 * @param folders modes by path
 * @param bytes sizes of all files of the snapshot, added up
 */
public record CheckoutRecord(
    BlobKey manifest, Map<String, FileStamp> files, Map<String, Integer> folders, long bytes) {
  private static final int FORMAT = 1;

  public CheckoutRecord {
    files = Map.copyOf(files);
    folders = Map.copyOf(folders);
  }

  /** Whether the file is as it was. */
  boolean matches(String path, FileStamp stamp) {
    return stamp.equals(files.get(path));
  }

  /**
   * Keeps the record beside the folder. Not forced to disk: neither is the folder, and after a
   * crash of the machine, which {@code boot} tells, both are made anew.
   *
   * @param boot which start of the machine this is
   */
  public void write(Path file, String boot) throws IOException {
    var out = new FormatWriter();
    out.number(FORMAT);
    out.text(boot);
    out.text(manifest.value());
    out.number(bytes);
    out.number(files.size());
    files.forEach((path, stamp) -> {
      out.text(path);
      out.number(stamp.size());
      out.signed(stamp.modifiedNanos());
      out.signed(stamp.changedNanos());
      out.number(stamp.inode());
    });
    out.number(folders.size());
    folders.forEach((path, mode) -> {
      out.text(path);
      out.number(mode);
    });
    Files.deleteIfExists(file);
    try (FileChannel channel = PrivateFiles.create(file)) {
      var bytes = ByteBuffer.wrap(out.toBytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote; empty when it is of another start of the machine, or cut off.
   */
  public static Optional<CheckoutRecord> read(Path file, String boot) throws IOException {
    return decode(Files.readAllBytes(file), boot);
  }

  static Optional<CheckoutRecord> decode(byte[] bytes, String boot) {
    var in = new FormatReader(bytes);
    try {
      if (in.number() != FORMAT || !in.text().equals(boot)) {
        return Optional.empty();
      }
      var manifest = new BlobKey(in.text());
      long size = in.number();
      Map<String, FileStamp> files = new HashMap<>();
      for (int i = in.count(5); i > 0; i--) {
        files.put(in.text(), new FileStamp(in.number(), in.signed(), in.signed(), in.number()));
      }
      Map<String, Integer> folders = new HashMap<>();
      for (int i = in.count(2); i > 0; i--) {
        folders.put(in.text(), in.number(Integer.MAX_VALUE));
      }
      return Optional.of(new CheckoutRecord(manifest, files, folders, size));
    } catch (IOException | IllegalArgumentException cutOff) {
      return Optional.empty();
    }
  }
}
