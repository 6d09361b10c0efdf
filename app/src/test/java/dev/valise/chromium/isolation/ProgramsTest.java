package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

  @Test
  void saysWhichPackagesAreMissing() {
    var programs = new Programs(Map.of("unshare", Path.of("/usr/bin/unshare")));
    assertThat(programs.missing(List.of("unshare"))).isEmpty();
    assertThat(programs.missing(List.of("unshare", "bwrap", "ip", "socat")))
        .contains("bwrap, ip, socat not found: install bubblewrap, iproute2, socat");
  }

  @Test
  void takesTheFirstOnThePathThatCanRun(@TempDir Path folder) throws Exception {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.createFile(first.resolve("bwrap"));
    Files.createFile(
        second.resolve("bwrap"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertThat(Programs.on("relative::" + first + ":" + second).path("bwrap"))
        .isEqualTo(second.resolve("bwrap").toString());
  }
}
