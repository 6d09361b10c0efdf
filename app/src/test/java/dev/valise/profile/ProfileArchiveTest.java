package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.valise.blob.BlobKey;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.profile.ProfileArchive.Format;
import dev.valise.snapshot.DamagedSnapshotException;
import dev.valise.snapshot.Snapshot;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileArchiveTest {
  private final Seed seed = Seed.fresh("ProfileArchiveTest");
  private final Path folder;
  private final Path saved;
  private final ProfileFixture fixture;
  private final OrganisationId acme;
  private Profile profile;

  ProfileArchiveTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.saved = folder.resolve("user-data-dir");
    this.fixture = new ProfileFixture(folder, RootKey.generate());
    this.acme = fixture.organisation();
    this.profile = fixture.profiles.create(acme, Optional.empty());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aSavedProfile() throws IOException {
    FolderContent.write(saved, "Local State", seed.bytes(2_000));
    FolderContent.write(saved, "Default/Empty", new byte[0]);
    FolderContent.write(saved, "Default/History", seed.bytes(1_500_000));
    FolderContent.write(saved, "Default/Extensions/ünïcödé 名前 🧳.js", seed.bytes(30));
    FolderContent.write(saved, "deep folder/".repeat(20) + "f".repeat(200), seed.bytes(513));
    fixture.save(
        acme, profile, new ProfileState(saved, "156.0.8078.79", ProfileState.Cookies.NONE));
    profile = fixture.profiles.find(acme, profile.id()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void holdsTheKeptFilesAndNothingElse(Format format) throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    try (var tar = new TarArchiveInputStream(tarOf(format, written(format)), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertPlain(entry);
        content.put(
            entry.getName(),
            FolderContent.describe(tar.readAllBytes(), entry.getLastModifiedTime().toMillis()));
      }
    }
    assertThat(content).isEqualTo(toTheSecond(FolderContent.of(saved)));
  }

  private static void assertPlain(TarArchiveEntry entry) {
    assertThat(entry.isFile()).as(entry.getName()).isTrue();
    assertThat(entry.isLink() || entry.isSymbolicLink()).isFalse();
    assertThat(entry.getName()).doesNotStartWith("/").doesNotContain("..", "./");
    assertThat(entry.getMode() & 07777).isEqualTo(0600);
    assertThat(entry.getUserName() + entry.getGroupName()).as("names of this machine").isEmpty();
    assertThat(entry.getLongUserId()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void opensWithTheTarProgram(Format format) throws Exception {
    Path archive = folder.resolve("archive.tar");
    Files.copy(tarOf(format, written(format)), archive);
    Path extracted = Files.createDirectory(folder.resolve("extracted"));
    assertThat(tar("-xf", archive.toString(), "-C", extracted.toString())).isZero();

    assertThat(FolderContent.of(extracted)).isEqualTo(toTheSecond(FolderContent.of(saved)));
    assertThat(Files.getPosixFilePermissions(extracted.resolve("Default/History")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @EnumSource
  void ofADamagedSnapshotEndsInTheMiddle(Format format) throws Exception {
    var version = profile.head().orElseThrow();
    fixture.blobs.flip(new BlobKey(fixture.packs(version).getFirst()), 1_000_000, 1);
    var out = new CountingClose();
    assertThatThrownBy(() -> ProfileArchive.write(head(), format, out))
        .isInstanceOf(DamagedSnapshotException.class);
    assertThat(out.closed).isPositive();

    Path archive = folder.resolve("archive.tar");
    Files.copy(tarOf(format, out.toByteArray()), archive);
    assertThat(tar("-tf", archive.toString())).as("tar's status").isNotZero();
  }

  @Test
  void closesWhatItWritesTo() throws IOException {
    var out = new CountingClose();
    ProfileArchive.write(head(), Format.TAR_ZST, out);
    assertThat(out.closed).isPositive();
  }

  @Test
  void formatsAreNamedAsKernelNamesThem() {
    assertThat(Format.of("tar.zst")).contains(Format.TAR_ZST);
    assertThat(Format.of("tar")).contains(Format.TAR);
    assertThat(Format.of("zip")).isEmpty();
    assertThat(Format.of("")).isEmpty();
    assertThat(Format.TAR_ZST).hasToString("tar.zst");
  }

  private Snapshot head() throws IOException {
    return fixture.openHead(profile).orElseThrow();
  }

  private byte[] written(Format format) throws IOException {
    var out = new ByteArrayOutputStream();
    ProfileArchive.write(head(), format, out);
    return out.toByteArray();
  }

  private static InputStream tarOf(Format format, byte[] archive) throws IOException {
    var bytes = new ByteArrayInputStream(archive);
    return switch (format) {
      case TAR -> bytes;
      case TAR_ZST -> new ZstdInputStream(bytes);
    };
  }

  private static int tar(String... arguments) throws IOException, InterruptedException {
    var command = new ProcessBuilder("tar");
    command.command().addAll(List.of(arguments));
    Process tar =
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return tar.exitValue();
  }

  /** An archive's times have no fractions of a second. */
  private static SortedMap<String, String> toTheSecond(SortedMap<String, String> content) {
    var cut = new TreeMap<String, String>();
    content.forEach((path, text) -> cut.put(path, text.replaceAll("\\.[0-9]{3}Z$", "Z")));
    return cut;
  }

  private static final class CountingClose extends ByteArrayOutputStream {
    private int closed;

    @Override
    public void close() {
      closed++;
    }
  }
}
