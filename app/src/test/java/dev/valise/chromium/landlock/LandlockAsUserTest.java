package dev.valise.chromium.landlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.landlock.Confined.Outcome;
import dev.valise.chromium.libc.NativeCall;
import dev.valise.chromium.spawn.Spawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that is not root's. */
@EnabledOnOs(OS.LINUX)
class LandlockAsUserTest {
  @TempDir Path folder;

  @Test
  void aServerNeedsNoPrivilegeToConfineItsProcesses() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Path mine = Files.writeString(own.resolve("mine"), "mine");
    Path secret = Files.writeString(other.resolve("secret"), "secret");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    copyClasses(Landlock.class, classes);
    copyClasses(NativeCall.class, classes);
    copyClasses(Spawn.class, classes);
    copyClasses(StartsConfinedCat.class, classes);
    Unprivileged.owning(own);
    Unprivileged.owning(other);
    Unprivileged.owning(classes);
    ProcessBuilder builder =
        Confined.builder(
            Unprivileged.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes.toString(),
                StartsConfinedCat.class.getName(),
                own.toString(),
                mine.toString(),
                secret.toString()));
    Outcome outcome = Confined.outcome(builder.start());
    assertThat(outcome.output())
        .isEqualTo("mine 0\ncat: %s: Permission denied\n 1\n".formatted(secret));
  }

  /** To where that user can read them: a checkout of root's is closed to others. */
  private static void copyClasses(Class<?> one, Path target) throws Exception {
    Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    String name = one.getPackageName().replace('.', '/');
    Path copied = Files.createDirectories(target.resolve(name));
    try (var files = Files.newDirectoryStream(root.resolve(name), "*.class")) {
      for (Path file : files) {
        Files.copy(
            file,
            copied.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
