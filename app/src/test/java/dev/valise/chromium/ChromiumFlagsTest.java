package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.ChromiumFlag.Use;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChromiumFlagsTest {

  private static final LaunchRequest REQUEST = LaunchRequest.on(Path.of("/data/profile one"));

  @Test
  void everyFlagHasAReasonThatIsASentence() {
    assertThat(ChromiumFlags.table())
        .allSatisfy(flag -> assertThat(flag.reason()).matches("[A-Z-].*\\."));
  }

  @Test
  void noFlagIsGivenTwice() {
    // Chromium takes the last one, so --disable-features given twice loses the first list.
    assertThat(ChromiumFlags.table()).extracting(ChromiumFlag::name).doesNotHaveDuplicates();
  }

  @Test
  void aFlagWithoutAReasonIsRefused() {
    assertThatThrownBy(() -> new ChromiumFlag("--flag", Use.ALWAYS, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatKeepsAProfilePortableIsAlwaysThere() {
    assertThat(ChromiumFlags.of(REQUEST, Set.of()))
        .contains(
            "--user-data-dir=/data/profile one",
            "--password-store=basic",
            "--use-mock-keychain",
            "--disable-component-update")
        .doesNotContain("--disable-extensions")
        .noneMatch(flag -> flag.contains("<"));
  }

  @Test
  void noFeatureIsSwitchedThatStorageDependsOn() {
    assertThat(ChromiumFlags.of(REQUEST, EnumSet.allOf(Use.class)))
        .filteredOn(flag -> flag.contains("-features="))
        .containsExactly("--disable-features=NetworkTimeServiceQuerying");
  }

  @Test
  void theSandboxStaysOnExceptAsRoot() {
    assertThat(ChromiumFlags.of(REQUEST, EnumSet.complementOf(EnumSet.of(Use.WITHOUT_SANDBOX))))
        .doesNotContain("--no-sandbox");
    assertThat(ChromiumFlags.of(REQUEST, Set.of(Use.WITHOUT_SANDBOX))).contains("--no-sandbox");
  }

  @Test
  void theWindowSizeIsGivenAsAsked() {
    assertThat(
            ChromiumFlags.of(
                REQUEST.withWindow(new WindowSize(1920, 1080)), Set.of(Use.WINDOW_SIZE_GIVEN)))
        .contains("--window-size=1920,1080");
  }

  @Test
  void aRequestCannotOverrideTheTable() {
    assertThatThrownBy(() -> REQUEST.withExtraFlags(List.of("--disable-features=Other")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> REQUEST.withExtraFlags(List.of("https://example.com/")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(REQUEST.withExtraFlags(List.of("--mute-audio")).extraFlags())
        .containsExactly("--mute-audio");
  }

  @Test
  void aStartUrlCannotBeTakenForAFlag() {
    assertThatThrownBy(() -> REQUEST.withStartUrl("--load-extension=/tmp"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> REQUEST.withStartUrl("https://example.com/ --no-sandbox"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(REQUEST.withStartUrl("https://example.com/?a=|b").startUrl())
        .contains("https://example.com/?a=|b");
  }

  @Test
  void aWindowHasASize() {
    assertThatThrownBy(() -> new WindowSize(0, 600)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WindowSize(800, 16385))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
