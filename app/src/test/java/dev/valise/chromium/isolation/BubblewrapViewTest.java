package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapViewTest {
  private static final Path PROFILE = Path.of("/data/profile one");

  private static List<String> places(Optional<Path> downloads) {
    return new BubblewrapView()
        .places()
        .folders(new BrowserFolders(PROFILE, downloads))
        .closed()
        .arguments();
  }

  @Test
  void nothingCanBeMountedOverWhatIsReadOnly() throws Exception {
    List<String> arguments = places(Optional.empty());
    assertThat(arguments.subList(arguments.size() - 4, arguments.size()))
        .containsExactly("--remount-ro", "/", "--json-status-fd", "3");
  }

  @Test
  void everyMemoryHasASizeAndIsOpenToTheBrowser() throws Exception {
    List<String> arguments = places(Optional.empty());
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals("--tmpfs")) {
        assertThat(arguments.subList(i - 4, i - 1)).containsExactly("--perms", "1777", "--size");
        assertThat(Long.parseLong(arguments.get(i - 1))).isLessThanOrEqualTo(1L << 30);
      }
    }
    assertThat(arguments).contains("/dev/shm", "/tmp", "/downloads");
  }

  @Test
  void profileAndDownloadsAreAlwaysAtTheSamePlace() throws Exception {
    assertThat(places(Optional.of(Path.of("/data/files"))))
        .containsSubsequence("--bind", PROFILE.toString(), "/profile")
        .containsSubsequence("--bind", "/data/files", "/downloads");
  }

  @Test
  void theRoomOutlivesTheThreadThatMadeItAndLetsChromiumMakeNamespaces() throws Exception {
    assertThat(new BubblewrapView().namespaces().arguments())
        .contains("--unshare-pid", "--new-session")
        .doesNotContain("--die-with-parent", "--disable-userns");
  }

  @Test
  void aBrowserOutsideUsrIsShownAtAPlaceOfItsOwn(@TempDir Path folder) throws Exception {
    Path executable = folder.resolve("chrome");
    assertThat(
            new BubblewrapView()
                .system(
                    Furniture.place(folder.resolve("etc"), 1, new RoomNetwork.Proxied()),
                    executable)
                .arguments())
        .containsSubsequence("--ro-bind", folder.toString(), "/opt/browser");
    assertThat(BubblewrapView.executable(executable)).isEqualTo(Path.of("/opt/browser/chrome"));
    assertThat(BubblewrapView.executable(Path.of("/usr/bin/chromium")))
        .isEqualTo(Path.of("/usr/bin/chromium"));
  }

  @Test
  void folderThatComeLaterHaveTheirPlaces() {
    List<String> arguments = new BubblewrapView().placesForFolders().arguments();
    assertThat(arguments)
        .containsSubsequence("--dir", "/profile")
        .containsSubsequence("--tmpfs", "/downloads")
        .doesNotContain("--bind");
  }

  @Test
  void argumentsEndInZeroBytes() {
    BubblewrapView view = new BubblewrapView().add("--dir", "/ä b");
    assertThat(new String(view.bytes(), StandardCharsets.UTF_8)).isEqualTo("--dir\0/ä b\0");
  }
}
