package dev.valise.chromium.isolation;

import dev.valise.chromium.spawn.OwnThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders of the machine on their way into a room that is made already. Needs CAP_SYS_ADMIN. For
 * one thread.
 */
final class FolderMounts implements AutoCloseable {
  private final Owners owners;
  private final List<FolderMount> mounts = new ArrayList<>();

  /**
   * A folder that is not there yet.
   *
   * @param mount descriptor of what it is mounted as
   */
  private record FolderMount(int mount, Path place) {}

  /** Gives all that comes to the room's user. */
  FolderMounts(Owners owners) {
    this.owners = owners;
  }

  /**
   * Takes a folder.
   *
   * @param place a folder of the room
   */
  void add(Path folder, Path place) throws IOException {
    mounts.add(new FolderMount(owners.mount(folder), place));
  }

  /** Puts all of them into the room. */
  void place(NamespaceInit room) throws IOException {
    int namespace = NamespaceCalls.open("/proc/" + room.pid() + "/ns/mnt");
    try {
      // Asked after it was opened: what is there now is what was opened.
      if (!room.isThere()) {
        throw new IOException("the room is gone");
      }
      OwnThread.call(() -> {
        NamespaceCalls.unshare(NamespaceCalls.PLACE);
        NamespaceCalls.enter(namespace, NamespaceCalls.MOUNT_NAMESPACE);
        for (FolderMount one : mounts) {
          NamespaceCalls.placeMount(one.mount(), one.place().toString());
        }
        return mounts.size();
      });
    } finally {
      NamespaceCalls.close(namespace);
    }
  }

  @Override
  public void close() throws IOException {
    for (FolderMount one : mounts) {
      NamespaceCalls.close(one.mount());
    }
  }
}
