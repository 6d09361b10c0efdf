package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.VersionRecords.NewBlob;
import dev.valise.crypto.RootKey;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repack that exchanges the manifest of a version while it is copied. */
class RewrittenVersionTest {
  private final ProfileFixture fixture;
  private final SavedTexts texts;
  private Profile profile;

  RewrittenVersionTest(@TempDir Path data) throws IOException {
    fixture = new ProfileFixture(data, RootKey.generate());
    texts = new SavedTexts(fixture, data);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aProfileWithTwoVersions() throws IOException {
    profile = fixture.profiles.create(fixture.organisation(), Optional.empty());
    texts.save(profile, "one");
    texts.save(profile, "two");
  }

  @Test
  void isCopiedAsItIsAfterwards() {
    Profile after = historyRewriting(1).rollBack(profile, 1);

    Version head = after.head().orElseThrow();
    assertThat(head.manifest()).isEqualTo("manifests/rewritten/0");
    assertThat(fixture.catalog.versions().blobs(profile.id(), head.number()))
        .contains(head.manifest());
  }

  @Test
  void isLeftAloneWhenItIsRewrittenAgainAndAgain() {
    assertThatThrownBy(() -> historyRewriting(100).rollBack(profile, 1))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class, busy -> assertThat(busy.waitingHelps()).isTrue())
        .hasMessage("version 1 of profile '" + profile.id() + "' is being rewritten");
    assertThat(texts.now(profile).head().orElseThrow().number()).isEqualTo(2);
  }

  /** A history in which version 1 gets another manifest each time between two looks at it. */
  private ProfileHistory historyRewriting(int times) {
    VersionRecords sound = fixture.catalog.versions();
    List<String> manifests = new ArrayList<>();
    var rewriting =
        (VersionRecords)
            Proxy.newProxyInstance(
                VersionRecords.class.getClassLoader(),
                new Class<?>[] {VersionRecords.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("blobs") && manifests.size() < times) {
                    rewrite(sound, "manifests/rewritten/" + manifests.size());
                    manifests.add(method.getName());
                  }
                  return method.invoke(sound, arguments);
                });
    return new ProfileHistory(
        fixture.catalog.profiles(), rewriting, fixture.ids, fixture.clock, fixture.events);
  }

  private void rewrite(VersionRecords sound, String manifest) {
    Version version = sound.find(profile.id(), 1).orElseThrow();
    List<String> blobs = new ArrayList<>(sound.blobs(profile.id(), 1));
    blobs.remove(version.manifest());
    blobs.add(manifest);
    boolean replaced =
        sound.replaceManifest(version, manifest, blobs, List.of(new NewBlob(manifest, 10)));
    assertThat(replaced).isTrue();
  }
}
