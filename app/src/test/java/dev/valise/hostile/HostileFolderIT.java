package dev.valise.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.server.ServerProcess;
import dev.valise.testing.FolderContent;
import dev.valise.testing.FolderTree;
import dev.valise.testing.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that saves what a browser that was taken over left in its profile: nothing of outside is
 * read into the version, and nothing outside is written.
 */
@Timeout(120)
class HostileFolderIT {
  private static final String SECRET = "a secret of somebody else";

  /** What the browser plants; the host's paths are text to it. */
  private static final String PLANTS =
      """
      set -e
      cd "$profile"
      ln -s /etc/shadow shadow
      ln -s '%1$s' outside
      ln -s '%1$s/secret.txt' 'Default/linked file'
      ln -s '%2$s' 'another profile'
      ln -s . itself
      # The browser may make it at any moment.
      until ln -sT '%1$s' 'Default/Local Storage'; do
        mv -T 'Default/Local Storage' moved
      done
      mkfifo pipe Default/pipe
      ln Default/kept.txt 'Default/kept twice.txt'
      touch -- "$(printf 'x\\377')" 'a
      line' NUL aux.txt -rf '..hidden' '\\' 'C:'
      # Longer together than a path may be.
      path=$(printf '%%060d/' $(seq 40))
      mkdir -p "deep/$path" "deeper/$path"
      echo deep >"deeper/$path/file"
      mv deeper "deep/$path"
      """;

  /** What Chromium itself would replace as it ends in order; so it does not. */
  private static final String PLANTS_OF_A_CRASH =
      """
      # At once: the browser still runs, and would put them back.
      mkfifo another
      mv -fT another DevToolsActivePort
      ln -sfT '%1$s/Preferences' 'Local State'
      ln -sfT '%2$s/Default/notes.txt' Default/Cookies
      ln -sfT '%1$s/org.chromium/SingletonSocket' SingletonSocket
      """;

  private final Path data;
  private final Path outside;
  private SortedMap<String, String> outsideBefore = new TreeMap<>();
  private final ServerProcess server;
  private OpenBrowser victim;
  private OpenBrowser attacker;
  private Path profile;

  HostileFolderIT(@TempDir Path folder) throws Exception {
    this.data = folder.resolve("data");
    this.outside = Files.createDirectory(folder.resolve("outside"));
    this.server =
        ServerProcess.start(data, "--isolation=strict", "--chromium=" + Implant.program(folder));
  }

  @BeforeEach
  void browsersAndSecrets() throws Exception {
    victim = OpenBrowser.start(server, data, "victim", "about:blank");
    attacker = OpenBrowser.start(server, data, "attacker", Implant.PAGE);
    profile = attacker.folder();
    for (String file : List.of("secret.txt", "leveldb/CURRENT", "Preferences")) {
      FolderContent.write(outside, file, SECRET.getBytes(UTF_8));
    }
    outsideBefore = FolderTree.of(outside);
    Files.writeString(victim.folder().resolve("Default/notes.txt"), SECRET);
    Files.writeString(profile.resolve("Default/kept.txt"), "kept");
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aBrowserThatEndsInOrder() throws Exception {
    plant(PLANTS);
    new Implant(profile).run("kill $PPID");
    server.delete("/browsers/" + attacker.id());
    assertNothingGotInOrOut();
  }

  @Test
  void aBrowserThatEndsItself() throws Exception {
    plant(PLANTS + PLANTS_OF_A_CRASH);
    killBrowser();
    server.delete("/browsers/" + attacker.id());
    assertNothingGotInOrOut();
  }

  /** The server writes to this file before it starts a browser on such a folder again. */
  @Test
  void aBrowserThatLinksItsPreferences() throws Exception {
    plant("ln -sfT '%1$s/Preferences' \"$profile/Default/Preferences\"\n");
    killBrowser();
    // The server tries to open it as well; three times are enough, whoever tries.
    String path = "/browsers/" + attacker.id();
    for (int i = 0; i < 3 && server.exchange("DELETE", path, "").statusCode() != 204; i++) {}
    JsonNode ended = server.get(path + "?include_deleted=true");
    assertThat(ended.at("/save/failure").asText()).contains("does not open its folder");
    assertThat(FolderTree.of(outside)).isEqualTo(outsideBefore);
    assertThat(profile).doesNotExist();
  }

  private void killBrowser() {
    // Answered when the server has ended the rest of it.
    new Implant(profile).run("kill -9 $(cut -d' ' -f4 /proc/$PPID/stat); sleep 60");
  }

  private void plant(String script) throws Exception {
    Files.writeString(profile.resolve("plant.sh"), script.formatted(outside, victim.folder()));
    assertThat(new Implant(profile).run("sh \"$profile/plant.sh\" && echo planted"))
        .endsWith("planted\n");
    // These are beyond its rights; not beyond those of one that gets out of its room.
    if (System.getProperty("user.name").equals("root")) {
      Shell.run(profile, "mknod Default/device c 1 5");
    }
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(profile.resolve("Default/socket")));
    }
  }

  private void assertNothingGotInOrOut() throws Exception {
    JsonNode ended = server.get("/browsers/" + attacker.id() + "?include_deleted=true");
    assertThat(ended.at("/save/version").asInt()).as("%s", ended).isEqualTo(1);
    assertThat(ended.at("/save").has("failure")).as("%s", ended).isFalse();
    assertSavedAreFilesOfItsOwn(server.download("/profiles/attacker/download?format=tar"));

    OpenBrowser again = OpenBrowser.startOn(server, data, "attacker", "about:blank");
    assertThat(FolderTree.of(outside)).isEqualTo(outsideBefore);
    assertThat(victim.folder().resolve("Default/notes.txt")).hasContent(SECRET);
    for (String planted :
        List.of("shadow", "outside", "another profile", "itself", "pipe", "Default/device")) {
      assertThat(Files.exists(again.folder().resolve(planted), LinkOption.NOFOLLOW_LINKS))
          .as(planted)
          .isFalse();
    }
    assertThat(again.folder().resolve("Default/kept.txt")).hasContent("kept");
    try (Client client = Client.connect(again.devTools())) {
      assertThat(client.call("Storage.getCookies", Map.of()).path("cookies")).isEmpty();
    }
  }

  private static void assertSavedAreFilesOfItsOwn(byte[] archive) throws IOException {
    assertThat(new String(archive, ISO_8859_1)).doesNotContain(SECRET, "root:");
    List<String> names = new ArrayList<>();
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isFile()).as(entry.getName()).isTrue();
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .contains("Default/kept.txt", "Default/kept twice.txt")
        .doesNotContain("shadow", "Default/linked file", "pipe", "Default/device", "Default/socket")
        .noneMatch(name -> name.startsWith("outside/") || name.startsWith("another profile/"));
  }
}
