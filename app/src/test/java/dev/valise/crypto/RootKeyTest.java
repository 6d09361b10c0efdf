package dev.valise.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.OrganisationId;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyTest {
  private static final byte[] CONTEXT = "context".getBytes(UTF_8);

  private final OrganisationId organisation = Ids.fresh().organisation();
  private final MemoryKeysets keysets = new MemoryKeysets();

  @Test
  void aKeyThatIsReadBackOpensWhatItSealed() throws Exception {
    RootKey root = RootKey.generate();
    byte[] sealed = sealingKey(root).seal("cookies".getBytes(UTF_8), CONTEXT);

    RootKey same = RootKey.parse(root.reveal());
    assertThat(sealingKey(same).open(sealed, CONTEXT)).asString(UTF_8).isEqualTo("cookies");
    assertThat(same.reveal()).isEqualTo(root.reveal());
  }

  @Test
  void twoKeysAreNeverTheSame() {
    assertThat(RootKey.generate().reveal()).isNotEqualTo(RootKey.generate().reveal());
  }

  @Test
  void theWrongKeyIsRefusedWithWordsThatHelp() {
    sealingKey(RootKey.generate());
    assertThatThrownBy(() -> sealingKey(RootKey.generate()))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("organisation-" + organisation)
        .hasMessageContaining("does not open with this root key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "0",
        "[]",
        "{}",
        "{\"key\":[]}",
        "not a key",
        "{\"primaryKeyId\":1}",
        "{\"primaryKeyId\":\"x\",\"key\":[{}]}",
        "<html></html>",
        "{\"key\":"
      })
  void whatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> RootKey.parse(text))
        .isInstanceOf(KeyException.class)
        .hasMessage("the root key is not a Tink keyset in JSON");
  }

  @Test
  void aKeyThatIsCutOffIsRefusedAtEveryLengthAndNeverShown() {
    String json = RootKey.generate().reveal();
    for (int length = 0; length < json.strip().length(); length++) {
      String cutOff = json.substring(0, length);
      assertThatThrownBy(() -> RootKey.parse(cutOff))
          .as("the first %s characters", length)
          .isInstanceOf(KeyException.class)
          .satisfies(failure -> assertThat(printed(failure)).doesNotContain(secret(json)));
    }
  }

  @Test
  void printingShowsNoKey() {
    RootKey root = RootKey.generate();
    SealingKey sealing = sealingKey(root);
    TokenKey token = new Keyring(root, keysets).urlTokenKey();

    assertThat(root).hasToString("RootKey[redacted]");
    assertThat(sealing).hasToString("SealingKey[redacted]");
    assertThat(token).hasToString("TokenKey[redacted]");
  }

  @Test
  void aKeysetStandsInForNoOther() {
    RootKey root = RootKey.generate();
    OrganisationId other = Ids.fresh().organisation();
    var keyring = new Keyring(root, keysets);
    keyring.sealingKey(organisation);
    keysets.overwrite(
        "organisation-" + other, keysets.find("organisation-" + organisation).orElseThrow());

    assertThatThrownBy(() -> keyring.sealingKey(other)).isInstanceOf(KeyException.class);
  }

  private SealingKey sealingKey(RootKey root) {
    return new Keyring(root, keysets).sealingKey(organisation);
  }

  /** The key bytes as the JSON has them, in base64. */
  private static String secret(String json) {
    String start = "\"value\":\"";
    int from = json.replace(" ", "").indexOf(start) + start.length();
    return json.replace(" ", "").substring(from, from + 40);
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
