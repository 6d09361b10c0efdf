package dev.valise.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MemoryRootKey;
import java.time.Instant;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
  private static final byte[] PLAIN = "cookies".getBytes(UTF_8);
  private static final byte[] CONTEXT = "context".getBytes(UTF_8);

  private final MemoryRootKey root = new MemoryRootKey();
  private final MemoryKeysets keysets = new MemoryKeysets();
  private final KeyRotation rotation = new KeyRotation(root, keysets);
  private final OrganisationId acme = Ids.fresh().organisation();
  private final OrganisationId other = Ids.fresh().organisation();

  @Test
  void whatWasSealedBeforeOpensAndWhatIsSealedNowNeedsTheNewKey() throws Exception {
    byte[] before = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
    SortedMap<String, byte[]> old = keysets.all();

    assertThat(rotation.rotateOrganisations()).isEqualTo(1);
    SealingKey rotated = restarted().sealingKey(acme);
    byte[] after = rotated.seal(PLAIN, CONTEXT);
    assertThat(rotated.open(before, CONTEXT)).isEqualTo(PLAIN);
    assertThat(rotated.open(after, CONTEXT)).isEqualTo(PLAIN);

    old.forEach(keysets::overwrite);
    SealingKey fromBackup = restarted().sealingKey(acme);
    assertThat(fromBackup.open(before, CONTEXT)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> fromBackup.open(after, CONTEXT))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void everyOrganisationIsRotatedAndTheUrlsAreNot() {
    Keyring keyring = restarted();
    keyring.sealingKey(acme);
    keyring.sealingKey(other);
    String token = keyring.urlTokenKey().sign("cdp x");
    SortedMap<String, byte[]> old = keysets.all();

    assertThat(rotation.rotateOrganisations()).isEqualTo(2);
    keysets
        .all()
        .forEach((name, kept) -> {
          if (name.equals("url-tokens")) {
            assertThat(kept).isEqualTo(old.get(name));
          } else {
            assertThat(kept).as(name).isNotEqualTo(old.get(name));
          }
        });
    assertThat(restarted().urlTokenKey().verifies(token, "cdp x")).isTrue();
  }

  @Test
  void theOldRootKeyIsGoodForNothingAfterwards() throws Exception {
    byte[] sealed = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
    String token = restarted().urlTokenKey().sign("cdp x");
    RootKey old = root.read();

    rotation.rotateRoot();
    assertThat(root.read().isBeingRotated()).isFalse();
    assertThat(root.read().reveal()).isNotEqualTo(old.reveal());
    assertThat(restarted().sealingKey(acme).open(sealed, CONTEXT)).isEqualTo(PLAIN);
    assertThat(restarted().urlTokenKey().verifies(token, "cdp x")).isTrue();
    keysets
        .all()
        .forEach(
            (name, kept) -> assertThat(old.unwraps(kept, new KeysetName(name))).as(name).isFalse());
  }

  @Test
  void manyRotationsInARow() throws Exception {
    byte[] first = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
    for (int round = 0; round < 5; round++) {
      byte[] sealed = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
      rotation.rotateOrganisations();
      rotation.rotateRoot();
      assertThat(restarted().sealingKey(acme).open(sealed, CONTEXT)).isEqualTo(PLAIN);
    }
    assertThat(restarted().sealingKey(acme).open(first, CONTEXT)).isEqualTo(PLAIN);
  }

  @Test
  void deletedKeysStayDeleted() throws Exception {
    restarted().sealingKey(acme);
    restarted().sealingKey(other);
    restarted().delete(acme, Instant.EPOCH);

    assertThat(rotation.rotateOrganisations()).isEqualTo(1);
    rotation.rotateRoot();
    assertThatThrownBy(() -> restarted().sealingKey(acme)).isInstanceOf(KeysDeletedException.class);
  }

  @Test
  void anEmptyCatalogHasNothingToRotateButTheRootKey() throws Exception {
    String old = root.read().reveal();
    assertThat(rotation.rotateOrganisations()).isZero();
    rotation.rotateRoot();
    assertThat(root.read().reveal()).isNotEqualTo(old);
    restarted().sealingKey(acme);
  }

  /** The key of another installation in the place of the right one: nothing may be made worse. */
  @Test
  void aRootKeyThatDoesNotFitIsFoundBeforeAnythingIsLost() throws Exception {
    byte[] sealed = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
    RootKey right = root.read();
    SortedMap<String, byte[]> before = keysets.all();
    root.write(RootKey.generate());

    assertThatThrownBy(rotation::rotateOrganisations).isInstanceOf(KeyException.class);
    assertThatThrownBy(rotation::rotateRoot).isInstanceOf(KeyException.class);
    assertThat(keysets.all()).containsExactlyEntriesOf(before);

    root.write(right);
    assertThat(restarted().sealingKey(acme).open(sealed, CONTEXT)).isEqualTo(PLAIN);
  }

  @Test
  void aKeysetOfANewerFormatStopsTheRotationAndIsNotLost() throws Exception {
    byte[] sealed = restarted().sealingKey(acme).seal(PLAIN, CONTEXT);
    String name = "organisation-" + acme;
    byte[] known = keysets.find(name).orElseThrow();
    byte[] newer = known.clone();
    newer[7]++;
    keysets.overwrite(name, newer);

    assertThatThrownBy(rotation::rotateOrganisations)
        .isInstanceOf(KeyException.class)
        .hasMessageEndingWith("use a newer one");
    assertThatThrownBy(rotation::rotateRoot)
        .isInstanceOf(KeyException.class)
        .hasMessageEndingWith("use a newer one");
    assertThat(keysets.find(name).orElseThrow()).isEqualTo(newer);

    keysets.overwrite(name, known);
    assertThat(restarted().sealingKey(acme).open(sealed, CONTEXT)).isEqualTo(PLAIN);
  }

  private Keyring restarted() {
    return new Keyring(root, keysets);
  }
}
