package dev.valise.chromium.landlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.landlock.Confined.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LandlockFilesTest {
  @TempDir Path folder;
  private Path own;
  private Path other;

  @BeforeEach
  void fill() throws IOException {
    own = Files.createDirectory(folder.resolve("own"));
    other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(own.resolve("mine"), "mine");
    Files.writeString(other.resolve("secret"), "secret");
  }

  @Test
  void whatNoRuleNamesCannotBeReadListedWrittenCutOffOrRemoved() throws Exception {
    Confined confined = Confined.to(new FileRule(own, FileAccess.OWN));
    for (String attempt :
        List.of(
            "cat ../other/secret",
            "ls ../other",
            "echo x > ../other/secret",
            "truncate -s 0 ../other/secret",
            "rm ../other/secret",
            "mv ../other/secret .",
            "ln ../other/secret hard && cat hard",
            "mkdir ../other/new",
            "touch ../other/new",
            "cat /etc/passwd",
            "ls /tmp",
            "ls /root")) {
      Outcome outcome = confined.bash("cd " + own + " && " + attempt);
      assertThat(outcome.exitCode()).as(attempt).isNotZero();
      assertThat(outcome.output())
          .as(attempt)
          .containsAnyOf("Permission denied", "Invalid cross-device link")
          .doesNotContain("secret\n");
    }
    assertThat(other.resolve("secret")).hasContent("secret");
    assertThat(other).isDirectoryContaining("glob:**secret").isDirectoryNotContaining("glob:**new");
  }

  @Test
  void noLinkLeadsOut() throws Exception {
    Files.createSymbolicLink(own.resolve("link"), other);
    Files.createSymbolicLink(own.resolve("proc"), Path.of("/proc/self/root").resolve("etc/passwd"));
    Confined confined = Confined.to(new FileRule(own, FileAccess.OWN));
    assertThat(confined.bash("cat " + own + "/link/secret").output()).contains("denied");
    assertThat(confined.bash("cat " + own + "/proc").output()).contains("denied");
  }

  @Test
  void theOwnFolderTakesEverythingButProgramsAndDevices() throws Exception {
    Confined confined = Confined.to(new FileRule(own, FileAccess.OWN));
    Outcome outcome =
        confined.bash(
            "cd "
                + own
                + " && mkdir -p a/b && echo x > a/f && mv a/f a/b/f && ln -s f a/link && mkfifo p"
                + " && truncate -s 9 mine && rm -r a && ls");
    assertThat(outcome).isEqualTo(new Outcome(0, "mine\np\n"));
    assertThat(confined.bash("cd " + own + " && cp /bin/true t && ./t").output())
        .contains("Permission denied");
    assertThat(confined.bash("cd " + own + " && mknod d c 1 3").output())
        .containsAnyOf("Permission denied", "Operation not permitted");
  }

  @Test
  void aReadableFolderIsNotWritableAndAnUpdatableOneGetsNoNewFiles() throws Exception {
    Confined reading = Confined.to(new FileRule(other, FileAccess.READ));
    assertThat(reading.bash("cat " + other + "/secret")).isEqualTo(new Outcome(0, "secret"));
    assertThat(reading.bash("echo x >> " + other + "/secret").output()).contains("denied");
    Confined updating = Confined.to(new FileRule(other, FileAccess.UPDATE));
    assertThat(updating.bash("echo -n x >> " + other + "/secret").exitCode()).isZero();
    assertThat(updating.bash("echo x > " + other + "/new").output()).contains("denied");
    assertThat(other.resolve("secret")).hasContent("secretx");
  }

  @Test
  void inAnUnlistedFolderOnlyThoseWhoKnowANameFindAFile() throws Exception {
    Confined confined = Confined.to(new FileRule(other, FileAccess.UNLISTED));
    assertThat(confined.bash("ls " + other).output()).contains("denied");
    assertThat(confined.bash("cd " + other + " && echo x > n && cat n && rm n"))
        .isEqualTo(new Outcome(0, "x\n"));
  }

  @Test
  void aRuleForOneFileIsForThatFileOnly() throws Exception {
    Confined confined = Confined.to(new FileRule(own.resolve("mine"), FileAccess.OWN));
    Files.writeString(own.resolve("beside"), "beside");
    assertThat(confined.bash("cat " + own + "/mine")).isEqualTo(new Outcome(0, "mine"));
    assertThat(confined.bash("cat " + own + "/beside").output()).contains("denied");
  }

  @Test
  void aRuleForAMissingFileFailsTheStart() {
    assertThatThrownBy(
            () -> Confined.to(new FileRule(folder.resolve("none"), FileAccess.OWN)).run("true"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("none") + ": No such file");
  }

  @Test
  void aProgramThatMayNotRunFailsTheStart() {
    assertThatThrownBy(() ->
            Landlock.ofThisMachine()
                .orElseThrow()
                .start(
                    new ProcessBuilder("/usr/bin/true"),
                    new LandlockRules(
                        List.of(new FileRule(own, FileAccess.OWN)),
                        new TcpRules(Set.of(), Set.of()))))
        .isInstanceOf(IOException.class)
        .hasMessage("/usr/bin/true: posix_spawn: Permission denied");
  }
}
