package dev.valise.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.Race;
import dev.valise.testing.SteppedKeysets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static final byte[] CONTEXT = {};
  private static final byte[] PLAIN = {7};
  private static final int HEADER = 8;
  private static final byte VERSION = 2;

  private final RootKey root = RootKey.generate();
  private final MemoryKeysets keysets = new MemoryKeysets();
  private final OrganisationId organisation = Ids.fresh().organisation();

  @Test
  void aKeysetIsMadeOnceWhoeverAsksFirst() throws Exception {
    var processes = new Keyring[] {new Keyring(root, keysets), new Keyring(root, keysets)};
    var sealed =
        Race.of(
            12,
            number -> {
              SealingKey key = processes[number % processes.length].sealingKey(organisation);
              return key.seal(new byte[] {(byte) number}, CONTEXT);
            });

    SealingKey afterRestart = new Keyring(root, keysets).sealingKey(organisation);
    for (int number = 0; number < sealed.size(); number++) {
      assertThat(afterRestart.open(sealed.get(number), CONTEXT)).containsExactly(number);
    }
  }

  @Test
  void aKeysetThatAnotherProcessMakesMeanwhileIsTaken() throws Exception {
    var other = new Keyring(root, keysets);
    var calls = new AtomicInteger();
    var slow =
        new SteppedKeysets(
            keysets,
            () -> {
              if (calls.incrementAndGet() == 2) {
                other.sealingKey(organisation);
              }
            });

    SealingKey second = new Keyring(root, slow).sealingKey(organisation);
    assertThat(other.sealingKey(organisation).open(second.seal(PLAIN, CONTEXT), CONTEXT))
        .isEqualTo(PLAIN);
    assertThat(calls).hasValueGreaterThan(2);
  }

  @Test
  void keysetsAreKeptWrapped() {
    var keyring = new Keyring(root, keysets);
    keyring.sealingKey(organisation);
    keyring.urlTokenKey();

    // Tink names the type of every key in a keyset that is in clear.
    for (String name : new String[] {"organisation-" + organisation, "url-tokens"}) {
      assertThat(new String(keysets.find(name).orElseThrow(), UTF_8))
          .doesNotContain("type.googleapis.com/google.crypto.tink.AesGcmKey")
          .doesNotContain("type.googleapis.com/google.crypto.tink.HmacKey");
    }
  }

  @Test
  void aKeysetThatWasChangedIsRefused() {
    String name = "organisation-" + organisation;
    new Keyring(root, keysets).sealingKey(organisation);
    byte[] wrapped = keysets.find(name).orElseThrow();
    for (int at = 0; at < wrapped.length; at++) {
      byte[] changed = wrapped.clone();
      changed[at] ^= 1;
      keysets.overwrite(name, changed);
      assertUnreadable();
    }
    keysets.overwrite(name, new byte[0]);
    assertUnreadable();
  }

  @Test
  void aKeysetOfANewerFormatIsRefusedByItsNumberAndStaysAsItIs() {
    String name = "organisation-" + organisation;
    new Keyring(root, keysets).sealingKey(organisation);
    byte[] newer = keysets.find(name).orElseThrow();
    for (int version = VERSION + 1; version < 256; version++) {
      newer[HEADER - 1] = (byte) version;
      keysets.overwrite(name, newer);

      assertThatThrownBy(() -> new Keyring(root, keysets).sealingKey(organisation))
          .isInstanceOf(KeyException.class)
          .hasMessage(
              "the keyset '%s' is in format version %s; this Valise reads up to version %s: use a"
                  + " newer one",
              name, version, VERSION);
      assertThat(keysets.find(name).orElseThrow()).isEqualTo(newer);
    }
  }

  @Test
  void aKeysetOfBeforeTheHeaderOpens() throws Exception {
    String name = "organisation-" + organisation;
    byte[] sealed = new Keyring(root, keysets).sealingKey(organisation).seal(PLAIN, CONTEXT);
    byte[] wrapped = keysets.find(name).orElseThrow();
    assertThat(new String(wrapped, 0, HEADER - 1, UTF_8)).isEqualTo("VALKEYS");
    assertThat(wrapped[HEADER - 1]).isEqualTo(VERSION);

    keysets.overwrite(name, Arrays.copyOfRange(wrapped, HEADER, wrapped.length));
    assertThat(new Keyring(root, keysets).sealingKey(organisation).open(sealed, CONTEXT))
        .isEqualTo(PLAIN);
  }

  private void assertUnreadable() {
    assertThatThrownBy(() -> new Keyring(root, keysets).sealingKey(organisation))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining(organisation.value());
  }
}
