package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An opened snapshot. Immutable and thread-safe. Its tree and its files are read from the blob
 * store when they are needed; the tree stays as long as there is memory for it, for a session that
 * runs for hours does not need it.
 */
public final class Snapshot {
  private final BlobStore blobs;
  private final Vault vault;
  private final BlobKey manifest;
  private final Map<String, String> attachments;
  private SoftReference<Layers> layers;

  /** One whose tree is known. */
  Snapshot(BlobStore blobs, Vault vault, Layers layers, Map<String, String> attachments) {
    this.blobs = blobs;
    this.vault = vault;
    this.manifest = layers.manifests().getFirst();
    this.attachments = Map.copyOf(attachments);
    this.layers = new SoftReference<>(layers);
  }

  /** One whose tree nobody has needed yet. */
  Snapshot(BlobStore blobs, Vault vault, StoredManifest manifest) {
    this.blobs = blobs;
    this.vault = vault;
    this.manifest = manifest.key();
    this.attachments = manifest.index().attachments();
    this.layers = new SoftReference<>(null);
  }

  /** Takes the files of a snapshot one after the other. */
  public interface FileConsumer {

    /**
     * @param path relative, with slashes
     * @param size in bytes; exactly as many are written to what {@code content} is given
     */
    void accept(String path, long size, long modifiedMillis, Content content) throws IOException;
  }

  /** The bytes of one file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  public BlobKey manifest() {
    return manifest;
  }

  public Map<String, String> attachments() {
    return attachments;
  }

  /**
   * All blobs that the snapshot needs: its manifest first.
   *
   * @throws DamagedSnapshotException when a manifest of it was changed or is missing
   */
  public List<BlobKey> blobs() throws IOException {
    List<BlobKey> needed = new ArrayList<>(layers().manifests());
    needed.addAll(layers().tree().usedPacks().keySet());
    return List.copyOf(needed);
  }

  boolean isOf(Vault owners) {
    return vault.owner().equals(owners.owner());
  }

  synchronized Layers layers() throws IOException {
    Layers known = layers.get();
    if (known == null) {
      known = Layers.read(blobs, vault, StoredManifest.read(blobs, vault, manifest));
      layers = new SoftReference<>(known);
    }
    return known;
  }

  SegmentCache segments() throws IOException {
    return new SegmentCache(blobs, vault, layers().tree().packs());
  }

  /**
   * Shows all files in the order of their paths.
   *
   * @throws DamagedSnapshotException when a byte of one was changed or is missing
   */
  public void forEach(FileConsumer consumer) throws IOException {
    var content = new FileContent(segments());
    for (TreeEntry.File file : layers().tree().files()) {
      consumer.accept(
          file.path(),
          file.size(),
          TimeUnit.NANOSECONDS.toMillis(file.modifiedNanos()),
          out -> content.copy(file, out));
    }
  }

  /**
   * Makes a folder equal to this snapshot: writes what is missing or differs, removes what is too
   * much. A missing folder is made, private.
   *
   * <p>Not forced to disk: after a crash of the machine the folder is made anew from the snapshot.
   *
   * @param base what the folder held last, with its record: files that are as they were then, and
   *     the same in both snapshots, stay. Without one, and without its record, the folder must be
   *     empty
   * @return the record of the folder as it is now
   * @throws java.nio.file.DirectoryNotEmptyException when something is in a folder of which nothing
   *     is known; it is left as it is
   * @throws DamagedSnapshotException when a byte was changed or is missing; what was written by
   *     then must not be used
   */
  public CheckoutRecord checkOut(Path folder, Optional<Base> base) throws IOException {
    return checkOut(folder, base, false);
  }

  /**
   * Does what {@link #checkOut} does, for a folder that nobody waits for: takes some milliseconds
   * longer, until a file that is written from now on differs from all that were written here. The
   * record then has all files.
   */
  public CheckoutRecord tidy(Path folder, Base base) throws IOException {
    return checkOut(folder, Optional.of(base), true);
  }

  private CheckoutRecord checkOut(Path folder, Optional<Base> base, boolean settling)
      throws IOException {
    return Background.compute(() -> new Checkout(this, folder, base, settling).run());
  }
}
