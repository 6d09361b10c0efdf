package dev.valise.format.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads snapshots of one organisation, whole and into memory. */
public final class StoreReader {
  private final Blobs blobs;

  /** Where blobs are. */
  public interface Source {
    byte[] read(String key) throws IOException;
  }

  public StoreReader(Source source, Keys keys, String organisation) {
    this.blobs = new Blobs(source, keys, organisation);
  }

  /**
   * What a snapshot holds.
   *
   * @param files as {@code mode changed-nanos content-in-hex}, by path
   * @param folders as modes, by path
   */
  public record Content(
      SortedMap<String, String> files,
      SortedMap<String, Integer> folders,
      SortedMap<String, String> attachments) {}

  public Content read(String manifest) throws IOException {
    Manifest read = Manifest.read(blobs, manifest);
    Map<String, byte[]> segments = new HashMap<>();
    SortedMap<String, String> files = new TreeMap<>();
    for (var file : read.files().entrySet()) {
      files.put(file.getKey(), describe(file.getValue(), segments));
    }
    return new Content(files, read.folders(), read.attachments());
  }

  private String describe(StoredFile file, Map<String, byte[]> segments) throws IOException {
    var content = new ByteArrayOutputStream();
    for (StoredFile.Block block : file.blocks()) {
      byte[] plain = segment(block, segments);
      byte[] bytes = Arrays.copyOfRange(plain, block.offset(), block.offset() + block.size());
      if (!hash(bytes).equals(block.hash())) {
        throw new IOException("a block of " + block.pack() + " has another hash");
      }
      content.writeBytes(bytes);
    }
    if (content.size() != file.size()) {
      throw new IOException("the blocks do not add up to the size");
    }
    return describe(file.mode(), file.changed(), content.toByteArray());
  }

  /** As {@link Content} has a file. */
  public static String describe(int mode, long changedNanos, byte[] content) {
    return Integer.toOctalString(mode)
        + " "
        + changedNanos
        + " "
        + HexFormat.of().formatHex(content);
  }

  private byte[] segment(StoredFile.Block block, Map<String, byte[]> segments) throws IOException {
    String name = block.pack() + " " + block.begin();
    byte[] known = segments.get(name);
    if (known == null) {
      byte[] pack = blobs.read(block.pack(), "VALPACK", 1);
      int begin = Math.toIntExact(block.begin());
      byte[] sealed = Arrays.copyOfRange(pack, begin, begin + block.length());
      known = blobs.open(block.pack(), block.segment(), sealed);
      segments.put(name, known);
    }
    return known;
  }

  private static String hash(byte[] bytes) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
