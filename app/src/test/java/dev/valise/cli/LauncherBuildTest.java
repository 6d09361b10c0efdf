package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code ./valise} builds, and that no two of them build at once. */
class LauncherBuildTest {

  private static final String BUILD = "-B -ntp package -pl app -Dmaven.test.skip=true";

  private final Path folder;
  private final LauncherCheckout checkout;

  LauncherBuildTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    checkout = new LauncherCheckout(folder);
  }

  @BeforeEach
  void jdk() throws IOException {
    checkout.with("JAVA_HOME", checkout.jdk("jdk", "25.0.3"));
  }

  @Test
  void buildsOnFirstUseOnly() throws IOException {
    assertThat(checkout.run("profiles"))
        .startsWith("valise: building (first use, about a minute)\n");
    assertThat(checkout.run("profiles")).startsWith("JDK=");

    assertThat(checkout.mavenCalls()).containsExactly(BUILD);
  }

  @Test
  void buildsWhenASourceChanged() throws IOException {
    checkout.run("profiles");
    Files.writeString(checkout.source(), "class A { int b; }");

    assertThat(checkout.run("profiles")).startsWith("valise: sources changed, building\n");
    assertThat(checkout.mavenCalls()).hasSize(2);
  }

  @Test
  void buildsWhenASourceIsGone() throws IOException {
    checkout.run("profiles");
    Files.delete(checkout.source());

    checkout.run("profiles");
    assertThat(checkout.mavenCalls()).hasSize(2);
  }

  @Test
  void trainsAnewForAnotherJdkWithoutBuilding() throws IOException {
    checkout.run("profiles");
    checkout.with("JAVA_HOME", checkout.jdk("other", "25.0.4"));

    assertThat(checkout.run("profiles")).contains("25.0.4.aot]");
    assertThat(checkout.mavenCalls()).hasSize(1);
  }

  @Test
  void showsWhyABuildFailedAndTriesAgainNextTime() throws Exception {
    checkout.maven("echo 'A.java: error: what is this'; exit 7");
    Process failed = checkout.start("profiles");

    assertThat(failed.inputReader().readAllAsString())
        .contains("A.java: error: what is this\nvalise: the build failed")
        .doesNotContain("JDK=");
    assertThat(failed.waitFor()).isEqualTo(1);
    assertThat(Files.exists(checkout.lock(), LinkOption.NOFOLLOW_LINKS)).isFalse();

    checkout.maven("mkdir -p app/target && touch app/target/valise.jar");
    assertThat(checkout.run("profiles")).contains("JDK=");
  }

  @Test
  void buildsOnceWhenTwoStartTogether() throws Exception {
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    checkout.maven(
        "read go < '%s'; mkdir -p app/target; touch app/target/valise.jar".formatted(gate));

    Process first = checkout.start("profiles");
    BufferedReader firstOutput = first.inputReader();
    assertThat(firstOutput.readLine()).contains("building");
    Process second = checkout.start("profiles");
    BufferedReader secondOutput = second.inputReader();
    assertThat(secondOutput.readLine())
        .isEqualTo(
            "valise: another start (process %d) is building; waiting for it"
                .formatted(first.pid()));
    Files.writeString(gate, "go\n");

    assertThat(firstOutput.readAllAsString()).contains("JDK=");
    assertThat(secondOutput.readAllAsString()).contains("JDK=");
    assertThat(checkout.mavenCalls()).hasSize(1);
  }

  @Test
  void takesOverFromABuilderThatDied() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(checkout.lock().getParent());
    Files.createSymbolicLink(checkout.lock(), Path.of(Long.toString(dead.pid())));

    assertThat(checkout.run("profiles")).contains("JDK=");
    assertThat(Files.exists(checkout.lock(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
