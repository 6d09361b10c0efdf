package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumInstallationTest {

  @TempDir Path root;

  private Path program(String place, String script) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Path search(String... folders) {
    return new ChromiumSearch(root)
        .find(
            String.join(
                ":", List.of(folders).stream().map(f -> root.resolve(f).toString()).toList()),
            new ArrayList<>())
        .orElseThrow();
  }

  @Test
  void takesTheFirstNameOnThePath() throws IOException {
    program("second/chromium", "");
    Path chrome = program("first/google-chrome", "");
    Path chromium = program("first/chromium", "");
    assertThat(search("first", "second")).isEqualTo(chromium);
    Files.delete(chromium);
    assertThat(search("first")).isEqualTo(chrome);
  }

  @Test
  void passesOverWhatCannotBeRun() throws IOException {
    Path unusable = program("bin/chromium", "");
    assertThat(unusable.toFile().setExecutable(false)).isTrue();
    Files.createDirectories(root.resolve("bin/google-chrome"));
    Path edge = program("bin/microsoft-edge", "");
    assertThat(search("bin")).isEqualTo(edge);
  }

  @Test
  void findsUsualPlacesOutsideThePath() throws IOException {
    Path mac = program("Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "");
    assertThat(search("bin")).isEqualTo(mac);
  }

  @Test
  void takesTheBinaryBehindTheScriptOfADistribution() throws IOException {
    Path script = program("usr/bin/chromium", "");
    assertThat(search("usr/bin")).isEqualTo(script);
    Path binary = program("usr/lib/chromium/chromium", "");
    assertThat(search("usr/bin")).isEqualTo(binary);
    Path link = root.resolve("links/chromium");
    Files.createDirectories(root.resolve("links"));
    Files.createSymbolicLink(link, script);
    assertThat(search("links")).isEqualTo(binary);
  }

  @Test
  void listsWhereItLooked() {
    var lookedAt = new ArrayList<Path>();
    assertThat(new ChromiumSearch(root).find("/no/such/folder", lookedAt)).isEmpty();
    assertThat(lookedAt)
        .contains(Path.of("/no/such/folder/chromium"), root.resolve("opt/google/chrome/chrome"));
    assertThat(new ChromiumNotFoundException("No Chromium.", lookedAt))
        .hasMessageContaining("/no/such/folder/chromium")
        .hasMessageContaining("apt-get install chromium")
        .hasMessageContaining("VALISE_CHROMIUM");
  }

  @Test
  void anUnusableWishIsAnErrorAndNotAReasonToTakeAnother() throws IOException {
    Path missing = root.resolve("missing");
    program("bin/chromium", "");
    Map<String, String> environment =
        Map.of("VALISE_CHROMIUM", missing.toString(), "PATH", root.resolve("bin").toString());
    assertThatThrownBy(() -> ChromiumInstallation.find(environment))
        .isInstanceOf(ChromiumNotFoundException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void takesTheWishedOneAsItIs() throws IOException {
    Path wished = program("own/browser", "");
    assertThat(ChromiumInstallation.find(Map.of("VALISE_CHROMIUM", wished.toString())).executable())
        .isEqualTo(wished);
  }

  @Test
  void asksForTheVersionOnce() throws IOException {
    Path asked = root.resolve("asked");
    Path browser =
        program("bin/chromium", "echo x >> " + asked + "; echo 'Chromium 156.0.8078.79 built on'");
    var installation = ChromiumInstallation.at(browser);
    assertThat(installation.version()).isEqualTo(new ChromiumVersion("156.0.8078.79", 156));
    assertThat(installation.version().major()).isEqualTo(156);
    assertThat(asked).hasContent("x");
  }

  @Test
  void saysWhatAProgramWithoutAVersionPrinted() throws IOException {
    var installation = ChromiumInstallation.at(program("bin/chromium", "echo not a browser 1.2.3"));
    assertThatThrownBy(installation::version)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a browser 1.2.3");
  }

  @Test
  void readsTheVersionsOfAllKinds() {
    assertThat(ChromiumVersion.in("Google Chrome 141.0.7390.54 "))
        .contains(new ChromiumVersion("141.0.7390.54", 141));
    assertThat(ChromiumVersion.in("Microsoft Edge 140.0.3485.54 unknown"))
        .contains(new ChromiumVersion("140.0.3485.54", 140));
    assertThat(ChromiumVersion.in("")).isEmpty();
  }
}
