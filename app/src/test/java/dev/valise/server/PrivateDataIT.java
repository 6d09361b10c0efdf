package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps is for its user only. */
final class PrivateDataIT {
  @TempDir private Path parent;

  @Test
  void nobodyElseCanReadWhatAServerKeeps() throws Exception {
    Path data = parent.resolve("data");
    try (ServerProcess server = ServerProcess.start(data)) {
      server.post("/profiles", "{\"name\":\"main\"}");
      assertThat(data.resolve("catalog.db")).isNotEmptyFile();
      assertThat(entries(data))
          .allSatisfy(entry ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
                  .as(entry.toString())
                  .endsWith("------"));
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.toList();
    }
  }
}
