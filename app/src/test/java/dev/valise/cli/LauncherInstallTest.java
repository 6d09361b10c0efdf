package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./valise} does on a machine that has no Maven. */
class LauncherInstallTest {

  private final Path folder;
  private final LauncherCheckout checkout;

  LauncherInstallTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    checkout = new LauncherCheckout(folder);
  }

  @BeforeEach
  void bareMachine() throws IOException {
    checkout.bareMachine();
    checkout.with("JAVA_HOME", checkout.jdk("jdk", "25.0.3"));
  }

  /** An apt-get that notes its calls; installing brings a Maven that does nothing. */
  private void apt() throws IOException {
    checkout.onPath("apt-cache", "echo '  Candidate: 3.8.7-1'");
    checkout.onPath(
        "apt-get",
        """
        echo "apt-get $*"
        cd '%s/bin' && printf '#!/bin/sh\\nmkdir -p app/target; : > app/target/valise.jar\\n' > mvn
        /bin/chmod +x mvn\
        """
            .formatted(folder));
  }

  @Test
  void rootInstallsIt() throws IOException {
    apt();
    checkout.onPath("id", "echo 0");

    assertThat(checkout.run("profiles"))
        .startsWith(
            """
            valise: Maven is missing; installing with apt-get: maven
            apt-get install -y -qq --no-install-recommends maven
            valise: building (first use, about a minute)
            """)
        .contains("JDK=");
  }

  @Test
  void sudoWithoutAPasswordInstallsIt() throws IOException {
    apt();
    checkout.onPath("id", "echo 1000");
    checkout.onPath("sudo", "[ \"$1\" = -n ] && shift; [ \"$1\" = true ] || \"$@\"");

    assertThat(checkout.run("profiles")).contains("apt-get install").contains("JDK=");
  }

  @Test
  void packageListsAreFetchedWhenTheyDoNotKnowIt() throws IOException {
    apt();
    checkout.onPath("id", "echo 0");
    checkout.onPath(
        "apt-cache",
        "[ -f '%s/bin/mvn' ] && echo '  Candidate: 3.8.7-1'; exit 0".formatted(folder));

    assertThat(checkout.run("profiles"))
        .startsWith("apt-get update -qq\n")
        .contains("apt-get install -y -qq --no-install-recommends maven\n")
        .contains("JDK=");
  }

  @Test
  void othersAreToldTheCommand() throws Exception {
    apt();
    checkout.onPath("id", "echo 1000");
    Process process = checkout.start("profiles");

    assertThat(process.inputReader().readAllAsString())
        .isEqualTo(
            """
            valise: Maven, version 3.8 or newer, is missing. To install it:

              sudo apt-get update && sudo apt-get install -y maven

            """);
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void otherSystemsHaveOtherCommands() throws IOException {
    checkout.onPath("brew", "exit 0");
    assertThat(checkout.run("profiles")).contains("\n  brew install maven\n");

    checkout.onPath("dnf", "exit 0");
    assertThat(checkout.run("profiles")).contains("\n  sudo dnf install -y maven\n");
  }
}
