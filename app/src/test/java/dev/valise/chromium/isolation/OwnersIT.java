package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.spawn.OwnThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How a folder of root's becomes another user's for a while; only root can do that. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class OwnersIT {
  private static final int BROWSER = 200_999;

  @TempDir private Path folder;

  private static Object owner(Path file) throws Exception {
    return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void filesLookLikeTheBrowsersWithoutAChangeOfTheirTimes() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Object changed = Files.getAttribute(file, "unix:ctime");
    try (OwnerMapping mapping = OwnerMapping.open(0, BROWSER, "unshare")) {
      var owners = new Owners(0, BROWSER, Optional.of(mapping));
      Object seen =
          OwnThread.call(() -> {
            NamespaceCalls.unshare(NamespaceCalls.MOUNT_NAMESPACE);
            NamespaceCalls.keepMountsInside();
            int mount = owners.mount(folder);
            NamespaceCalls.placeMount(mount, folder.toString());
            NamespaceCalls.close(mount);
            return Files.getAttribute(file, "unix:uid");
          });
      assertThat(seen).isEqualTo(BROWSER);
    }
    assertThat(owner(file)).isEqualTo(0);
    assertThat(Files.getAttribute(file, "unix:ctime")).isEqualTo(changed);
  }

  @Test
  void whereNothingCanBeMappedFilesAreGivenAwayAndTakenBackAndLinksNotFollowed() throws Exception {
    Path outside = Files.createFile(folder.resolve("outside"));
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path file = Files.createFile(inside.resolve("file"));
    Path link = Files.createSymbolicLink(inside.resolve("link"), outside);
    assertThatThrownBy(() -> OwnerMapping.open(0, BROWSER, "/bin/false"))
        .isInstanceOf(IOException.class);
    var owners = new Owners(0, BROWSER, Optional.empty());
    NamespaceCalls.close(owners.mount(inside));
    assertThat(List.of(owner(inside), owner(file), owner(link))).containsOnly(BROWSER);
    owners.takeBack();
    assertThat(List.of(owner(inside), owner(file), owner(link))).containsOnly(0);
    assertThat(owner(outside)).isEqualTo(0);
  }
}
