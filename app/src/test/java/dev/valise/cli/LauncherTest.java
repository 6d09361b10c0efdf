package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./valise} on a machine made of scripts. */
class LauncherTest {

  private final LauncherCheckout checkout;

  LauncherTest(@TempDir Path folder) throws IOException {
    checkout = new LauncherCheckout(folder);
  }

  @Nested
  class Jdk {

    @Test
    void isTheOneInJavaHome() throws IOException {
      checkout.onPath("javac", checkout.jdk("path", "25.0.1").resolve("bin/javac"));
      checkout.with("JAVA_HOME", checkout.jdk("java-home", "26"));

      assertThat(checkout.run("profiles")).contains("/java-home\n");
    }

    @Test
    void isTheOneOnPathWhenJavaHomeIsTooOld() throws IOException {
      checkout.with("JAVA_HOME", checkout.jdk("java-home", "17.0.15"));
      checkout.onPath("javac", checkout.jdk("path", "25-ea").resolve("bin/javac"));

      assertThat(checkout.run("profiles")).contains("/path\n");
    }

    @Test
    void isLookedForWhereSdkmanPutsIt() throws IOException {
      checkout.with("JAVA_HOME", checkout.jdk("java-home", "1.8.0_442"));
      checkout.onPath("javac", checkout.jdk("path", "21.0.2").resolve("bin/javac"));
      checkout.jdk("home/.sdkman/candidates/java/24.0.1-tem", "24.0.1");
      checkout.jdk("home/.sdkman/candidates/java/25.0.3-tem", "25.0.3");

      assertThat(checkout.run("profiles")).contains("/25.0.3-tem\n");
    }

    @Test
    void isTheLowestThatWillDo() throws IOException {
      checkout.jdk("home/.jdks/a", "27");
      checkout.jdk("home/.jdks/b", "25.0.3");
      checkout.jdk("home/.jdks/c", "26.0.1");

      assertThat(checkout.run("profiles")).contains("/.jdks/b\n");
    }

    @Test
    void hasACompiler() throws IOException {
      checkout.with("JAVA_HOME", checkout.runtime("java-home", "25.0.3"));
      checkout.jdk("home/.jdks/full", "25.0.3");

      assertThat(checkout.run("profiles")).contains("/.jdks/full\n");
    }
  }

  @Nested
  class Run {

    @BeforeEach
    void jdk() throws IOException {
      checkout.with("JAVA_HOME", checkout.jdk("jdk", "25.0.3"));
    }

    @Test
    void passesArgumentsAndStatusOn() throws Exception {
      Process process = checkout.start("profiles", "create", "a b", "", "*");

      assertThat(process.inputReader().readAllAsString())
          .contains("valise.jar]\n[profiles]\n[create]\n[a b]\n[]\n[*]\n");
      assertThat(process.waitFor()).isEqualTo(42);
    }

    @Test
    void worksThroughALink() throws IOException {
      Path link = Files.createSymbolicLink(checkout.source().resolveSibling("v"), Path.of("w"));
      Files.createSymbolicLink(link.resolveSibling("w"), checkout.launcher());

      assertThat(checkout.start(link, "--version").inputReader().readAllAsString())
          .contains("/checkout/app/target/valise.jar]\n[--version]\n");
    }

    @Test
    void usesTheCacheThatTheBuildMade() throws IOException {
      assertThat(checkout.run("profiles")).contains("[-XX:AOTCache=").contains("25.0.3.aot]");
    }

    @Test
    void leavesTheChoiceOfAChromiumToTheServer() throws IOException {
      checkout.onPath("chromium", "exit 0");

      assertThat(checkout.run("serve")).contains("CHROMIUM=\n");
    }

    @Test
    void choosesAChromiumWhereTheServerWouldTakeASnap() throws IOException {
      checkout.bareMachine();
      checkout.onPath("mvn", "mkdir -p app/target && : > app/target/valise.jar");
      checkout.onPath("chromium-browser", "exec /snap/bin/chromium");
      checkout.onPath("google-chrome", "exit 0");

      assertThat(checkout.run("serve")).containsPattern("CHROMIUM=/.*/bin/google-chrome\n");
      assertThat(checkout.run("profiles")).contains("CHROMIUM=\n");
    }

    @Test
    void refusesAChromiumThatCannotRun() throws Exception {
      Process process = checkout.with("VALISE_CHROMIUM", "/nowhere/chromium").start("serve");

      assertThat(process.inputReader().readAllAsString())
          .isEqualTo("valise: VALISE_CHROMIUM is /nowhere/chromium, which cannot be run\n");
      assertThat(process.waitFor()).isEqualTo(1);
    }
  }
}
