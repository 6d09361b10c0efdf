package dev.valise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.server.DataFixture;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private final Path data;
  private final Path files;

  VerifyCommandTest(@TempDir Path folder) {
    this.data = folder.resolve("data");
    this.files = folder.resolve("files");
  }

  @BeforeEach
  void twoVersions() throws IOException {
    DataFixture.make(data, "default");
    FolderContent.write(files, "Default/Cookies", "sid=1".getBytes(UTF_8));
    DataFixture.save(data, "default", files);
  }

  private Execution verify(String... more) {
    return Execution.of(
        Map.of("VALISE_DATA", data.toString()),
        Stream.concat(Stream.of("verify"), Stream.of(more)).toArray(String[]::new));
  }

  private Path saveAnother() throws IOException {
    FolderContent.write(files, "Default/Cookies", "sid=another".getBytes(UTF_8));
    return DataFixture.save(data, "default", files);
  }

  private static String key(Path blob) {
    return "packs/" + blob.getName(blob.getNameCount() - 2) + "/" + blob.getFileName();
  }

  @Test
  void saysThatEverythingCanBeRestored() {
    Execution execution = verify();

    assertThat(execution.out())
        .matches("read 1 version of 1 profile, \\d+ B of packs: everything can be restored\n");
    assertThat(execution.err()).isEmpty();
    assertThat(execution.status()).isZero();
  }

  @Test
  void namesTheVersionThatCannotBeRestored() throws IOException {
    Path pack = saveAnother();
    saveAnother();
    Files.delete(pack);

    Execution execution = verify();

    assertThat(execution.out())
        .startsWith(
            """
            ERROR: pack %s is missing
              version 2 of work cannot be restored; versions 1 and 3 can
            read 3 versions of 1 profile,\
            """
                .formatted(key(pack)))
        .endsWith(" of packs: some versions cannot be restored\n");
    assertThat(execution.status()).isEqualTo(4);
  }

  @Test
  void givesALostHeadABetterOne() throws IOException {
    Path pack = saveAnother();
    Files.delete(pack);
    assertThat(verify().status()).isEqualTo(5);

    Execution execution = verify("--repair");

    assertThat(execution.out())
        .startsWith(
            """
            repaired: version 3 of work is its head now, with the content of version 1
            ERROR: pack %s is missing
              version 2 of work cannot be restored; versions 1 and 3 can
            """
                .formatted(key(pack)));
    assertThat(execution.status()).isEqualTo(4);
    assertThat(verify("--repair").out()).startsWith("ERROR: ");
  }

  @Test
  void tellsProgramsInJson() throws IOException {
    Path pack = saveAnother();
    Files.delete(pack);

    Execution execution = verify("--json");

    JsonNode json = Json.read(execution.out());
    assertThat(json.at("/worst").asText()).isEqualTo("critical");
    assertThat(json.at("/findings")).hasSize(1);
    JsonNode finding = json.at("/findings/0");
    assertThat(finding.at("/kind").asText()).isEqualTo("missing-blob");
    assertThat(finding.at("/blob").asText()).isEqualTo(key(pack));
    assertThat(finding.at("/losses/0/name").asText()).isEqualTo("work");
    assertThat(finding.at("/losses/0/head").asBoolean()).isTrue();
    assertThat(finding.at("/losses/0/lost").toString()).isEqualTo("[2]");
    assertThat(finding.at("/losses/0/restorable").toString()).isEqualTo("[1]");
    assertThat(json.at("/repairs").toString()).isEqualTo("[]");
    assertThat(json.at("/checked/versions").asInt()).isEqualTo(2);
    assertThat(execution.status()).isEqualTo(5);
    assertThat(Json.read(verify("--json", "--repair").out()).at("/repairs/0/kind").asText())
        .isEqualTo("new-head");
  }

  @Test
  void garbageIsNoReasonToAlarm() throws IOException {
    Path pack = saveAnother();
    Files.writeString(pack.resolveSibling("left-by-a-crash"), "garbage");
    Files.setLastModifiedTime(pack.resolveSibling("left-by-a-crash"), FileTime.fromMillis(0));

    Execution execution = verify();

    assertThat(execution.out())
        .startsWith(
            """
            INFO: the catalog does not know 1 blob of 7 bytes
              they cost space until garbage is collected
            """);
    assertThat(execution.status()).isZero();
  }

  @Test
  void aProfileThatDoesNotExist() {
    assertThat(verify("--profile", "nobody"))
        .isEqualTo(new Execution(1, "", "Error: no profile 'nobody'\n"));
    assertThat(verify("--profile", "work").status()).isZero();
  }

  @Test
  void aFolderThatIsNoDataFolder() {
    assertThat(Execution.of(Map.of("VALISE_DATA", files.toString()), "verify").err())
        .startsWith("Error: there is nothing of Valise in the folder");
  }

  @Test
  void helpListsTheExitStatuses() {
    assertThat(verify("--help").out())
        .contains("  0   everything can be restored")
        .contains("  5   the head of a profile cannot be restored, or keys are gone");
  }
}
