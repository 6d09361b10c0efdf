package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.server.DataFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandsTest {
  private final Path data;

  KeysCommandsTest(@TempDir Path folder) {
    this.data = folder.resolve("data");
  }

  private Execution keys(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Execution.of(Map.of("VALISE_DATA", data.toString()), all);
  }

  @Test
  void rotates() throws IOException {
    DataFixture.make(data, "default", "acme");
    String rootKey = Files.readString(data.resolve("root-key"));

    assertThat(keys("rotate")).isEqualTo(new Execution(0, "gave 2 organisations a new key\n", ""));
    assertThat(data.resolve("root-key")).hasContent(rootKey);
  }

  @Test
  void rotatesTheRootKeyWhenItIsAskedTo() throws IOException {
    DataFixture.make(data, "default");
    String rootKey = Files.readString(data.resolve("root-key"));

    assertThat(keys("rotate", "--root"))
        .isEqualTo(
            new Execution(
                0,
                "gave 1 organisation a new key\nreplaced the root key: back up %s\n"
                    .formatted(data.resolve("root-key")),
                ""));
    assertThat(Files.readString(data.resolve("root-key"))).isNotEqualTo(rootKey);
    assertThat(keys("rotate").out()).isEqualTo("gave 1 organisation a new key\n");
  }

  @Test
  void deletesNothingWithoutAYes() throws IOException {
    DataFixture.make(data, "default");
    assertThat(keys("delete", "default"))
        .isEqualTo(
            new Execution(
                1,
                "",
                """
                This makes 1 profile of organisation default unreadable, for ever.
                Error: nothing was deleted; to delete the keys, add --yes
                """));
    assertThat(DataFixture.keysDeleted(data, "default")).isFalse();
  }

  @Test
  void deletesWithAYesAndSaysTheSameTheNextTime() throws IOException {
    DataFixture.make(data, "default", "acme");
    Execution first = keys("delete", "default", "--yes");
    assertThat(first.status()).isZero();
    assertThat(first.out()).startsWith("the keys of organisation default were deleted on 20");
    assertThat(DataFixture.keysDeleted(data, "default")).isTrue();
    assertThat(DataFixture.keysDeleted(data, "acme")).isFalse();
    assertThat(keys("delete", "default")).isEqualTo(first);
  }

  @Test
  void deletesWhatAPersonNamesAgain() throws IOException {
    DataFixture.make(data, "default");
    assertThat(deletedAfter("no")).isFalse();
    assertThat(deletedAfter("")).isFalse();
    assertThat(deletedAfter("default")).isTrue();
  }

  private boolean deletedAfter(String answer) throws IOException {
    new CommandLine(new KeysDeleteCommand(question -> Optional.of(answer)))
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(new StringWriter()))
        .execute("default", "--data", data.toString());
    return DataFixture.keysDeleted(data, "default");
  }

  @Test
  void namesTheOrganisationsWhenOneIsUnknown() throws IOException {
    DataFixture.make(data, "default", "acme");
    assertThat(keys("delete", "typo", "--yes"))
        .isEqualTo(
            new Execution(
                1, "", "Error: there is no organisation 'typo'; there are: default, acme\n"));
  }

  @Test
  void aFolderThatIsNoDataFolderIsLeftAsItIs() throws IOException {
    String refusal =
        "Error: there is nothing of Valise in the folder %s: name the one that the server uses with --data\n"
            .formatted(data);
    for (String[] arguments :
        new String[][] {{"rotate"}, {"rotate", "--root"}, {"delete", "default", "--yes"}}) {
      assertThat(keys(arguments)).isEqualTo(new Execution(1, "", refusal));
    }
    assertThat(data).doesNotExist();

    Files.createDirectory(data);
    assertThat(keys("rotate")).isEqualTo(new Execution(1, "", refusal));
    assertThat(data).isEmptyDirectory();
  }
}
