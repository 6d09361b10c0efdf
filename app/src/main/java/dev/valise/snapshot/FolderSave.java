package dev.valise.snapshot;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.snapshot.FolderScan.FoundFile;
import dev.valise.snapshot.FolderScan.FoundFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One save. What did not change is neither read nor stored: of the files those that look as they
 * did, of the others the blocks that are there already, of the tree what the layers below say. Used
 * once, by one thread.
 */
final class FolderSave {
  private final BlobStore blobs;
  private final Function<String, BlobKey> newKey;
  private final SaveRequest request;
  private final Layers before;
  private final Map<String, FileStamp> stamps = new HashMap<>();
  private final Refused refused = new Refused();

  /**
   * @param newKey makes the key of a new blob of a kind
   */
  FolderSave(BlobStore blobs, Function<String, BlobKey> newKey, SaveRequest request)
      throws IOException {
    this.blobs = blobs;
    this.newKey = newKey;
    this.request = request;
    if (request.staged().isPresent() && !request.staged().get().base().equals(request.base())) {
      throw new IllegalArgumentException("a folder was staged on another base");
    }
    this.before = request.base().isPresent() ? layers(request.base().get()) : Layers.NONE;
  }

  private Layers layers(Base base) throws IOException {
    if (!base.snapshot().isOf(request.vault())) {
      throw new IllegalArgumentException(
          "the base " + base.snapshot().manifest() + " is not of " + request.vault().owner());
    }
    return base.snapshot().layers();
  }

  SavedSnapshot run() throws IOException {
    long now = request.staged().map(StagedFolder::scannedAt).orElseGet(FileClock::nanos);
    FolderScan scan =
        request.staged().isPresent()
            ? request.staged().get().scan()
            : FolderScan.of(request.folder(), request.preset());
    try (var pack = new PackWriter(blobs, newKey.apply("packs"), request.vault())) {
      List<TreeEntry> entries = entries(scan, new NewBlocks(before.tree(), pack), now);
      if (isUnchanged(entries)) {
        Snapshot same = request.base().orElseThrow().snapshot();
        return saved(scan, same, List.of());
      }
      return write(scan, entries, pack);
    }
  }

  private List<TreeEntry> entries(FolderScan scan, NewBlocks blocks, long now) throws IOException {
    Optional<CheckoutRecord> record = request.base().flatMap(Base::record);
    var reader = new FolderReader(request.folder(), blocks);
    List<TreeEntry> entries = new ArrayList<>();
    for (FoundFolder folder : scan.folders()) {
      entries.add(new TreeEntry.Folder(folder.path(), folder.mode()));
    }
    long allBytes = scan.files().stream().mapToLong(file -> file.stamp().size()).sum();
    long bytes = 0;
    for (int i = 0; i < scan.files().size(); i++) {
      FoundFile found = scan.files().get(i);
      Optional<TreeEntry.File> old = before.tree().file(found.path());
      boolean same =
          old.isPresent()
              && record.isPresent()
              && record.get().matches(found.path(), found.stamp());
      Optional<TreeEntry.File> entry = same ? old : read(reader, found, old);
      if (entry.isPresent()) {
        entries.add(entry.get());
        stamps.put(found.path(), found.stamp().recordedAt(now));
      }
      bytes += found.stamp().size();
      request.progress().done(i + 1, bytes, scan.files().size(), allBytes);
    }
    entries.sort(Comparator.comparing(TreeEntry::path));
    return entries;
  }

  private Optional<TreeEntry.File> read(
      FolderReader reader, FoundFile found, Optional<TreeEntry.File> old) throws IOException {
    if (request.staged().isPresent() && !request.staged().get().has(found.path())) {
      // Among those that the staged folder says it could not copy.
      return Optional.empty();
    }
    try {
      return reader.read(found, old.map(TreeEntry.File::blocks).orElse(List.of()));
    } catch (AccessDeniedException e) {
      refused.add(found.path(), "it may not be read");
      return Optional.empty();
    }
  }

  private boolean isUnchanged(List<TreeEntry> entries) {
    return request.base().isPresent()
        && request.base().get().snapshot().attachments().equals(request.attachments())
        && before.tree().entries().equals(entries);
  }

  /** Both blobs at the same time: what counts is that both are durable when this returns. */
  private SavedSnapshot write(FolderScan scan, List<TreeEntry> entries, PackWriter pack)
      throws IOException {
    Map<BlobKey, PackIndex> packs = new HashMap<>(before.tree().packs());
    List<SavedSnapshot.Written> written = new ArrayList<>();
    Optional<PackIndex> index = pack.isEmpty() ? Optional.empty() : Optional.of(pack.finish());
    index.ifPresent(own -> packs.put(own.key(), own));
    Tree tree = Tree.of(entries, packs);
    Layers layers;
    try (var commit = Background.start(() -> index.isEmpty() ? 0 : pack.commit())) {
      layers = layer(tree, written);
      long size = commit.join();
      index.ifPresent(own -> written.add(new SavedSnapshot.Written(own.key(), size)));
    }
    return saved(
        scan, new Snapshot(blobs, request.vault(), layers, request.attachments()), written);
  }

  private Layers layer(Tree tree, List<SavedSnapshot.Written> written) throws IOException {
    BlobKey key = newKey.apply("manifests");
    Layers.Next next = before.next(tree);
    long size =
        StoredManifest.write(
            blobs, request.vault(), key, next.base(), next.changes(), request.attachments());
    written.add(new SavedSnapshot.Written(key, size));
    return next.layers(key, tree);
  }

  private SavedSnapshot saved(
      FolderScan scan, Snapshot snapshot, List<SavedSnapshot.Written> written) throws IOException {
    Map<String, Integer> folders = new HashMap<>();
    scan.folders().forEach(folder -> folders.put(folder.path(), folder.mode()));
    Tree tree = snapshot.layers().tree();
    return new SavedSnapshot(
        snapshot,
        snapshot.blobs(),
        written,
        tree.files().size(),
        tree.bytes(),
        scan.leftOut(),
        Stream.of(
                scan.refused(),
                refused.lines(),
                request.staged().map(StagedFolder::refused).orElse(List.of()))
            .flatMap(List::stream)
            .sorted()
            .toList(),
        new CheckoutRecord(snapshot.manifest(), stamps, folders, tree.bytes()));
  }
}
