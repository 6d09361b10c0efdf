package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserEnvironmentTest {

  @TempDir Path folder;

  private Map<String, String> variables(Map<String, String> server, boolean headless) {
    return new BrowserEnvironment(server).variables(new ScratchFolder(folder), headless);
  }

  @Test
  void keepsNothingThatABrowserDoesNotNeed() {
    assertThat(
            variables(
                Map.of(
                    "VALISE_API_KEY", "secret",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "CHROMIUM_FLAGS", "--no-sandbox",
                    "https_proxy", "http://user:secret@proxy",
                    "LD_PRELOAD", "/lib/x.so",
                    "PATH", "/usr/bin",
                    "LC_ALL", "de_DE.UTF-8",
                    "TZ", "Europe/Berlin"),
                true))
        .containsEntry("PATH", "/usr/bin")
        .containsEntry("LC_ALL", "de_DE.UTF-8")
        .containsEntry("TZ", "Europe/Berlin")
        .containsEntry("HOME", folder.toString())
        .containsEntry("TMPDIR", folder.toString())
        .doesNotContainValue("secret")
        .doesNotContainKeys("VALISE_API_KEY", "CHROMIUM_FLAGS", "https_proxy", "LD_PRELOAD");
  }

  @Test
  void givesTheScreenOnlyToWhomNeedsIt() {
    Map<String, String> server = Map.of("DISPLAY", ":1", "XDG_RUNTIME_DIR", "/run/user/1000");
    assertThat(new BrowserEnvironment(server).hasScreen()).isTrue();
    assertThat(variables(server, false))
        .containsEntry("DISPLAY", ":1")
        .containsEntry("XDG_RUNTIME_DIR", "/run/user/1000");
    assertThat(variables(server, true))
        .doesNotContainKey("DISPLAY")
        .containsEntry("XDG_RUNTIME_DIR", folder.toString());
    assertThat(new BrowserEnvironment(Map.of()).hasScreen()).isFalse();
  }

  @Test
  void findsTheX11CookieInTheHomeOfTheServer() throws IOException {
    Path cookie = Files.createFile(folder.resolve(".Xauthority"));
    assertThat(variables(Map.of("DISPLAY", ":1", "HOME", folder.toString()), false))
        .containsEntry("XAUTHORITY", cookie.toString());
  }
}
