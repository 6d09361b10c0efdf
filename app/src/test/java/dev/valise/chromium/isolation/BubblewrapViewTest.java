package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.limits.Limiter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BubblewrapViewTest {
  private static final Path PROFILE = Path.of("/data/profile one");

  private static List<String> places(Optional<Path> downloads) throws Exception {
    return new BubblewrapView()
        .places(
            new RoomRequest(
                Path.of("/usr/bin/chromium"),
                PROFILE,
                downloads,
                PROFILE,
                new RoomNetwork.Proxied(),
                Limiter.ofProcesses().prepare("test", false)))
        .arguments();
  }

  @Test
  void nothingCanBeMountedOverWhatIsReadOnly() throws Exception {
    List<String> arguments = places(Optional.empty());
    assertThat(arguments.subList(arguments.size() - 2, arguments.size()))
        .containsExactly("--remount-ro", "/");
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
  void theEnvironmentIsWhatIsGivenAndArgumentsEndInZeroBytes() throws Exception {
    BubblewrapView view = new BubblewrapView().environment(Map.of("LANG", "de"));
    assertThat(view.arguments()).containsExactly("--clearenv", "--setenv", "LANG", "de");
    assertThat(new String(view.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("--clearenv\0--setenv\0LANG\0de\0");
  }
}
