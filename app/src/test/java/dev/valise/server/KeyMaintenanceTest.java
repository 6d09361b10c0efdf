package dev.valise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.crypto.BrokenSealException;
import dev.valise.crypto.KeyRotation;
import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.server.KeyMaintenance.Rotated;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Fuse;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import dev.valise.testing.SteppedKeysets;
import dev.valise.testing.SteppedRootKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a real catalog and a real file. */
class KeyMaintenanceTest {
  private static final byte[] PLAIN = {7};
  private static final byte[] CONTEXT = {};

  private final Path data;

  KeyMaintenanceTest(@TempDir Path folder) {
    this.data = folder.resolve("data");
  }

  @BeforeEach
  void aDataFolder() throws IOException {
    DataFixture.make(data, "default", "acme");
  }

  @Test
  void whatWasSealedOpensAfterTheRootKeyWasReplaced() throws Exception {
    byte[] sealed = seal("acme");
    String old = Files.readString(rootKey());
    assertThat(rotate(true)).isEqualTo(new Rotated(2, true));

    assertThat(Files.readString(rootKey())).isNotEqualTo(old);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rootKey())))
        .isEqualTo("rw-------");
    assertOpens("acme", sealed);

    Files.writeString(rootKey(), old);
    try (OpenedData opened = OpenedData.besideServer(data)) {
      OrganisationId acme = id("acme");
      assertThatThrownBy(() -> opened.keyring().sealingKey(acme))
          .hasMessageContaining("does not open with this root key");
    }
  }

  @Test
  void aReplacementThatWasCutOffIsEndedByTheNextRotation() throws Exception {
    byte[] sealed = seal("acme");
    var rehearsal = new Fuse();
    rotateRoot(rehearsal);
    for (int calls = 0; calls < rehearsal.operations(); calls++) {
      var fuse = new Fuse();
      fuse.burnAfter(calls);
      assertThatThrownBy(() -> rotateRoot(fuse)).isInstanceOf(Fuse.Burnt.class);
      assertOpens("acme", sealed);
      boolean cutOff = RootKey.parse(Files.readString(rootKey())).isBeingRotated();

      assertThat(rotate(false)).as("after call " + calls).isEqualTo(new Rotated(2, cutOff));
      assertThat(RootKey.parse(Files.readString(rootKey())).isBeingRotated()).isFalse();
      assertOpens("acme", sealed);
    }
  }

  private void rotateRoot(Fuse fuse) throws IOException {
    try (OpenedData opened = OpenedData.besideServer(data)) {
      new KeyRotation(
              new SteppedRootKey(opened.rootKey(), fuse::use),
              new SteppedKeysets(opened.keysets(), fuse::use))
          .rotateRoot();
    }
  }

  @Test
  void manyRotationsAtTheSameTimeLoseNoKey() throws Exception {
    byte[] before = seal("acme");
    var sealed =
        Race.of(
            4,
            number -> {
              try (KeyMaintenance keys = KeyMaintenance.open(data)) {
                for (int round = 0; round < 3; round++) {
                  keys.rotate(false);
                }
              }
              return seal("acme");
            });
    assertOpens("acme", before);
    for (byte[] one : sealed) {
      assertOpens("acme", one);
    }
  }

  @Test
  void theRootKeyIsReplacedByOneAtATime() throws Exception {
    byte[] sealed = seal("acme");
    try (OpenedData other = OpenedData.besideServer(data);
        FolderLock _ = other.folder().lockRootKey()) {
      assertThatThrownBy(() -> rotate(true))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("the root key is being replaced already, process ");
      assertThat(rotate(false)).isEqualTo(new Rotated(2, false));
    }
    rotate(true);
    assertOpens("acme", sealed);
  }

  @Test
  void anotherRootKeyIsRefusedAndNothingIsChanged() throws Exception {
    byte[] sealed = seal("acme");
    String right = Files.readString(rootKey());
    for (String wrong : new String[] {RootKey.generate().reveal(), "no key"}) {
      Files.writeString(rootKey(), wrong);
      assertThatThrownBy(() -> rotate(false))
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("the keys could not be rotated; it can be tried again: ");
      assertThatThrownBy(() -> rotate(true)).isInstanceOf(StartupException.class);
    }
    Files.writeString(rootKey(), right);
    assertOpens("acme", sealed);
  }

  @Test
  void deletedKeysLeaveNoFolderOfAnEndedBrowser() throws Exception {
    ProfileId profile = Ids.fresh().profile();
    Path warm = data.resolve("warm").resolve(profile.value());
    try (OpenedData opened = OpenedData.besideServer(data)) {
      Optional<String> unnamed = Optional.empty();
      opened.catalog().profiles().insert(profile, id("acme"), unnamed, Instant.EPOCH);
    }
    FolderContent.write(warm, "folder/Default/Cookies", new byte[7]);
    Path others = FolderContent.write(data.resolve("warm"), "another/folder/Cookies", new byte[7]);
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      keys.delete(keys.find("acme").orElseThrow());
    }
    assertThat(warm).doesNotExist();
    assertThat(others).exists();
  }

  @Test
  void aServerDoesNotStartWithKeysThatWereDeleted() {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      keys.delete(keys.find("default").orElseThrow());
    }
    var configuration =
        new ServerConfiguration(
            "127.0.0.1",
            0,
            data,
            0,
            Retention.NONE,
            Duration.ofHours(1),
            Optional.empty(),
            Optional.empty(),
            "off",
            NetworkOptions.NONE,
            LimitOptions.DEFAULT,
            CapacityOptions.DEFAULT,
            Duration.ofSeconds(30));
    assertThatThrownBy(() -> Server.start(configuration))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("the keys of organisation")
        .hasMessageContaining("were deleted on")
        .hasMessageEndingWith(": start with another data folder");
  }

  private Path rootKey() {
    return data.resolve("root-key");
  }

  private Rotated rotate(boolean root) {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      return keys.rotate(root);
    }
  }

  private OrganisationId id(String organisation) {
    try (KeyMaintenance keys = KeyMaintenance.open(data)) {
      return keys.find(organisation).orElseThrow().id();
    }
  }

  private byte[] seal(String organisation) {
    OrganisationId id = id(organisation);
    try (OpenedData opened = OpenedData.besideServer(data)) {
      return opened.keyring().sealingKey(id).seal(PLAIN, CONTEXT);
    }
  }

  private void assertOpens(String organisation, byte[] sealed) throws BrokenSealException {
    OrganisationId id = id(organisation);
    try (OpenedData opened = OpenedData.besideServer(data)) {
      assertThat(opened.keyring().sealingKey(id).open(sealed, CONTEXT)).isEqualTo(PLAIN);
    }
  }
}
