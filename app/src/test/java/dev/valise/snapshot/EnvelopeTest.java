package dev.valise.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.blob.BlobKey;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final BlobKey BLOB = new BlobKey("packs/ab/abc");

  private final Vault vault = new SnapshotFixture().vault;
  private final byte[] plain = "sid=1".repeat(100).getBytes(UTF_8);
  private final byte[] sealed = Envelope.seal(vault, BLOB, 3, plain, plain.length);

  @Test
  void opensWhereItWasSealed() throws IOException {
    assertThat(Envelope.open(vault, BLOB, 3, sealed)).isEqualTo(plain);
    assertThat(sealed).as("compressed").hasSizeLessThan(plain.length / 2);
  }

  @Test
  void sealsAsMuchAsItIsTold() throws IOException {
    byte[] start = Envelope.seal(vault, BLOB, 0, plain, 5);
    assertThat(Envelope.open(vault, BLOB, 0, start)).asString(UTF_8).isEqualTo("sid=1");
  }

  @Test
  void opensNowhereElse() {
    assertDamaged(vault, BLOB, 2);
    assertDamaged(vault, BLOB, 33);
    assertDamaged(vault, new BlobKey("packs/ab/abd"), 3);
    assertDamaged(new Vault(vault.key(), "other"), BLOB, 3);
  }

  @Test
  void whatIsSealedButNotCompressedIsDamaged() {
    byte[] context = ("valise 1 " + vault.owner() + " " + BLOB + " 3").getBytes(UTF_8);
    assertThatThrownBy(() -> Envelope.open(vault, BLOB, 3, vault.key().seal(plain, context)))
        .isInstanceOf(DamagedSnapshotException.class);
  }

  private void assertDamaged(Vault by, BlobKey blob, int position) {
    assertThatThrownBy(() -> Envelope.open(by, blob, position, sealed))
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining(blob.value());
  }
}
