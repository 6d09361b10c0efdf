package dev.valise.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MemoryRootKey;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A server whose keys another process rotates or deletes. */
class KeyringRenewalTest {
  private static final byte[] CONTEXT = {};
  private static final byte[] PLAIN = {7};
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final MemoryRootKey root = new MemoryRootKey();
  private final MemoryKeysets keysets = new MemoryKeysets();
  private final Keyring server = new Keyring(root, keysets);
  private final KeyRotation rotation = new KeyRotation(root, keysets);
  private final OrganisationId organisation = Ids.fresh().organisation();

  @Test
  void aKeyInUseOpensWhatANewerOneSealed() throws Exception {
    SealingKey inUse = server.sealingKey(organisation);
    byte[] before = inUse.seal(PLAIN, CONTEXT);
    rotation.rotateOrganisations();
    byte[] after = commandLine().sealingKey(organisation).seal(PLAIN, CONTEXT);

    assertThat(inUse.open(after, CONTEXT)).isEqualTo(PLAIN);
    assertThat(inUse.open(before, CONTEXT)).isEqualTo(PLAIN);
  }

  @Test
  void whatTheOldPrimarySealsStillOpensEverywhere() throws Exception {
    SealingKey inUse = server.sealingKey(organisation);
    rotation.rotateOrganisations();
    byte[] sealed = inUse.seal(PLAIN, CONTEXT);
    assertThat(commandLine().sealingKey(organisation).open(sealed, CONTEXT)).isEqualTo(PLAIN);
  }

  @Test
  void theNextKeyThatIsAskedForIsTheNewOne() {
    byte[] old = keptAfterFirstUse();
    rotation.rotateOrganisations();
    byte[] sealed = server.sealingKey(organisation).seal(PLAIN, CONTEXT);

    keysets.overwrite("organisation-" + organisation, old);
    SealingKey beforeRotation = commandLine().sealingKey(organisation);
    assertThatThrownBy(() -> beforeRotation.open(sealed, CONTEXT))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void aFloodOfBrokenSealsIsNoFloodOfReads() {
    SealingKey key = server.sealingKey(organisation);
    byte[] sealed = key.seal(PLAIN, CONTEXT);
    int finds = keysets.finds();
    int reads = root.reads();
    for (int at = 5; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertBroken(key, changed);
    }
    assertBroken(key, new byte[0]);
    assertBroken(key, new byte[] {1, 2, 3, 4});
    assertThat(keysets.finds()).as("a known key sealed it, or none").isEqualTo(finds);

    Random random = Seed.fresh("KeyringRenewalTest").random();
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[40];
      random.nextBytes(noise);
      noise[0] = 1;
      assertBroken(key, noise);
    }
    assertThat(keysets.finds()).as("one look per unknown key").isLessThanOrEqualTo(finds + 200);
    assertThat(root.reads()).as("nothing had changed").isEqualTo(reads);
  }

  @Test
  void aServerNoticesThatTheRootKeyWasReplaced() throws Exception {
    byte[] sealed = server.sealingKey(organisation).seal(PLAIN, CONTEXT);
    OrganisationId notLoaded = Ids.fresh().organisation();
    byte[] sealedForIt = commandLine().sealingKey(notLoaded).seal(PLAIN, CONTEXT);
    rotation.rotateRoot();

    int reads = root.reads();
    assertThat(server.sealingKey(organisation).open(sealed, CONTEXT)).isEqualTo(PLAIN);
    assertThat(server.sealingKey(notLoaded).open(sealedForIt, CONTEXT)).isEqualTo(PLAIN);
    assertThat(root.reads()).as("reads of the root key").isEqualTo(reads + 1);
  }

  @Test
  void whatWasLoadedWorksWithoutTheNewRootKey() throws Exception {
    RootKey old = root.read();
    byte[] sealed = server.sealingKey(organisation).seal(PLAIN, CONTEXT);
    rotation.rotateRoot();
    root.write(old);

    assertThat(server.sealingKey(organisation).open(sealed, CONTEXT)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> commandLine().sealingKey(organisation))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("does not open with this root key");
    assertThatThrownBy(() -> server.sealingKey(Ids.fresh().organisation()))
        .as("a keyset that nobody could open after a restart")
        .isInstanceOf(KeyException.class);
  }

  @Test
  void aServerNoticesThatKeysWereDeleted() {
    SealingKey inUse = server.sealingKey(organisation);
    byte[] sealed = inUse.seal(PLAIN, CONTEXT);
    OrganisationId other = Ids.fresh().organisation();
    server.sealingKey(other);
    assertThat(commandLine().delete(organisation, NOW)).isEqualTo(NOW);

    for (Keyring keyring : new Keyring[] {server, commandLine()}) {
      assertThatThrownBy(() -> keyring.sealingKey(organisation))
          .isInstanceOf(KeysDeletedException.class)
          .hasMessage(
              "the keys of organisation %s were deleted on 2026-11-21T10:00:00Z;"
                      .formatted(organisation)
                  + " what it stored cannot be read any more");
      assertThat(keyring.deletedAt(organisation)).contains(NOW);
      assertThat(keyring.deletedAt(other)).isEmpty();
      keyring.sealingKey(other);
    }
    assertThat(sealed).isNotEmpty();
    assertThat(keysets.all()).doesNotContainKey("organisation-" + organisation);
  }

  @Test
  void aKeyInUseSaysThatANewerOneWasDeleted() {
    SealingKey inUse = server.sealingKey(organisation);
    rotation.rotateOrganisations();
    byte[] sealed = commandLine().sealingKey(organisation).seal(PLAIN, CONTEXT);
    commandLine().delete(organisation, NOW);

    assertThatThrownBy(() -> inUse.open(sealed, CONTEXT)).isInstanceOf(KeysDeletedException.class);
  }

  @Test
  void aRootKeyThatCannotBeReadIsSaid() {
    var unreadable =
        new RootKeyStore() {
          @Override
          public RootKey read() throws IOException {
            throw new IOException("no such disk");
          }

          @Override
          public void write(RootKey key) {}
        };
    assertThatThrownBy(() -> new Keyring(unreadable, keysets).sealingKey(organisation))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("no such disk");
  }

  private byte[] keptAfterFirstUse() {
    server.sealingKey(organisation);
    return keysets.find("organisation-" + organisation).orElseThrow();
  }

  private Keyring commandLine() {
    return new Keyring(root, keysets);
  }

  private static void assertBroken(SealingKey key, byte[] sealed) {
    assertThatThrownBy(() -> key.open(sealed, CONTEXT)).isInstanceOf(BrokenSealException.class);
  }
}
