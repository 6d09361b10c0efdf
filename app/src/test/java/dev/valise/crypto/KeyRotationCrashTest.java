package dev.valise.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Fuse;
import dev.valise.testing.Ids;
import dev.valise.testing.MemoryKeysets;
import dev.valise.testing.MemoryRootKey;
import dev.valise.testing.Race;
import dev.valise.testing.SteppedKeysets;
import dev.valise.testing.SteppedRootKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotation may be stopped anywhere, and others may be at work: no key is ever lost. */
class KeyRotationCrashTest {
  private static final byte[] PLAIN = "cookies".getBytes(UTF_8);
  private static final byte[] CONTEXT = "context".getBytes(UTF_8);
  private static final String GRANT = "cdp x";

  private final IdSource ids = Ids.fresh();

  /** An installation in use: two organisations, and a server that has loaded one of them. */
  private final class Installation {
    final MemoryRootKey root = new MemoryRootKey();
    final MemoryKeysets keysets = new MemoryKeysets();
    final Keyring server = new Keyring(root, keysets);
    final String token = server.urlTokenKey().sign(GRANT);
    final Map<OrganisationId, List<byte[]>> sealed = new HashMap<>();

    Installation() {
      seal(server, ids.organisation());
      seal(new Keyring(root, keysets), ids.organisation());
    }

    void seal(Keyring keyring, OrganisationId organisation) {
      sealed
          .computeIfAbsent(organisation, absent -> new ArrayList<>())
          .add(keyring.sealingKey(organisation).seal(PLAIN, CONTEXT));
    }

    void rotate(Runnable step) throws Exception {
      var rotation =
          new KeyRotation(new SteppedRootKey(root, step), new SteppedKeysets(keysets, step));
      rotation.rotateRoot();
      rotation.rotateOrganisations();
    }

    void rotateUnchecked() {
      try {
        rotate(() -> {});
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    void assertAllOpens(String when) throws Exception {
      for (Keyring keyring : List.of(server, new Keyring(root, keysets))) {
        for (Map.Entry<OrganisationId, List<byte[]>> one : sealed.entrySet()) {
          SealingKey key = keyring.sealingKey(one.getKey());
          for (byte[] bytes : one.getValue()) {
            assertThat(key.open(bytes, CONTEXT)).as(when).isEqualTo(PLAIN);
          }
        }
        assertThat(keyring.urlTokenKey().verifies(token, GRANT)).as(when).isTrue();
      }
    }

    /** Both the old server and a new one go on, with organisations old and new. */
    void use() {
      for (Keyring keyring : List.of(server, new Keyring(root, keysets))) {
        List.copyOf(sealed.keySet()).forEach(organisation -> seal(keyring, organisation));
        seal(keyring, ids.organisation());
      }
    }
  }

  @Test
  void afterEveryCallTheProcessMayDie() throws Exception {
    var rehearsal = new Fuse();
    new Installation().rotate(rehearsal::use);
    int operations = rehearsal.operations();
    assertThat(operations).as("calls of catalog and file").isGreaterThan(10);

    for (int sound = 0; sound < operations; sound++) {
      String when = "stopped after call " + sound + " of " + operations;
      var installation = new Installation();
      var fuse = new Fuse();
      fuse.burnAfter(sound);
      assertThatThrownBy(() -> installation.rotate(fuse::use))
          .as(when)
          .isInstanceOf(Fuse.Burnt.class);
      installation.assertAllOpens(when);
      installation.use();
      installation.assertAllOpens(when + ", used");

      installation.rotate(() -> {});
      assertThat(installation.root.read().isBeingRotated()).as(when).isFalse();
      installation.assertAllOpens(when + ", rotated again");
      installation.use();
      installation.assertAllOpens(when + ", rotated again, used");
    }
  }

  /** A server makes a keyset before each call of a rotation, with the root key that it knows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void beforeEveryCallAServerMayMakeAKeyset(int earlierRotations) throws Exception {
    var rehearsal = new Fuse();
    new Installation().rotate(rehearsal::use);
    for (int call = 0; call < rehearsal.operations(); call++) {
      var installation = new Installation();
      for (int i = 0; i < earlierRotations; i++) {
        installation.rotate(() -> {});
      }
      var calls = new AtomicInteger(call);
      installation.rotate(() -> {
        if (calls.getAndDecrement() == 0) {
          installation.seal(installation.server, ids.organisation());
        }
      });
      assertThat(installation.sealed).as("organisations").hasSize(3);
      installation.assertAllOpens("a keyset made before call " + call);
    }
  }

  /** The other way about: while a server makes a keyset, the root key is replaced. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void beforeEveryCallOfAServerTheRootKeyMayBeReplaced(int earlierRotations) throws Exception {
    int calls = 0;
    for (int call = 0; call <= calls; call++) {
      var installation = new Installation();
      var count = new AtomicInteger();
      int rotateBefore = call;
      Runnable step =
          () -> {
            if (count.getAndIncrement() == rotateBefore) {
              installation.rotateUnchecked();
            }
          };
      var stepped =
          new Keyring(
              new SteppedRootKey(installation.root, step),
              new SteppedKeysets(installation.keysets, step));
      for (int i = 0; i < earlierRotations; i++) {
        installation.rotate(() -> {});
      }
      installation.seal(stepped, ids.organisation());
      installation.assertAllOpens("the root key replaced before call " + call);
      calls = Math.max(calls, count.get() - 1);
    }
    assertThat(calls).as("calls of a server that makes a keyset").isGreaterThan(3);
  }

  @Test
  void rotationsAndServersAtTheSameTime() throws Exception {
    var installation = new Installation();
    var oneRootAtATime = new ReentrantLock();
    List<Map<OrganisationId, byte[]>> sealed =
        Race.of(
            8,
            number -> {
              var rotation = new KeyRotation(installation.root, installation.keysets);
              var keyring = new Keyring(installation.root, installation.keysets);
              Map<OrganisationId, byte[]> own = new HashMap<>();
              for (int round = 0; round < 15; round++) {
                if (number < 2) {
                  rotation.rotateOrganisations();
                } else if (number < 4) {
                  oneRootAtATime.lock();
                  try {
                    rotation.rotateRoot();
                  } finally {
                    oneRootAtATime.unlock();
                  }
                } else {
                  OrganisationId organisation = ids.organisation();
                  own.put(organisation, keyring.sealingKey(organisation).seal(PLAIN, CONTEXT));
                }
              }
              return own;
            });
    sealed.forEach(own ->
        own.forEach(
            (organisation, bytes) -> installation.sealed.put(organisation, List.of(bytes))));
    installation.assertAllOpens("after the race");
  }
}
