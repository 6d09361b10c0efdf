package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.crypto.RootKey;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a deleted profile stays in clear, whoever used it when. */
class DeletedProfileTest {
  private final Path data;
  private final RootKey root = RootKey.generate();
  private ProfileFixture fixture;
  private OrganisationId acme;
  private Profile profile;
  private Version version;

  DeletedProfileTest(@TempDir Path data) throws IOException {
    this.data = data;
    fixture = new ProfileFixture(data, root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @BeforeEach
  void aProfile() throws IOException {
    acme = fixture.organisation();
    profile = fixture.profiles.create(acme, Optional.empty());
    version = new SavedTexts(fixture, data).save(profile, "secret");
  }

  private LoadedVersion load(Path session) throws IOException {
    return fixture.checkouts.checkOut(acme, version, session);
  }

  private void delete() {
    fixture.profiles.delete(acme, new ProfileReference.ById(profile.id()));
  }

  private Path kept() {
    return data.resolve("warm").resolve(profile.id().value());
  }

  @Test
  void theFolderThatWasKeptGoesWithIt() throws IOException {
    Path session = data.resolve("session");
    fixture.checkouts.park(acme, session, load(session));
    assertThat(kept()).exists();

    delete();
    assertThat(kept()).doesNotExist();
  }

  @Test
  void theFolderOfASessionThatEndsLaterIsNotKept() throws IOException {
    Path session = data.resolve("session");
    LoadedVersion loaded = load(session);
    delete();
    fixture.checkouts.park(acme, session, loaded);

    assertThat(kept()).doesNotExist();
    assertThat(session).doesNotExist();
  }

  @Test
  void theFolderThatAServerLeftWhenItEndedTooEarlyGoesAtTheNextStart() throws IOException {
    Path session = data.resolve("session");
    fixture.checkouts.park(acme, session, load(session));
    assertThat(fixture.catalog.profiles().delete(acme, profile.id())).isPresent();
    Profile other = fixture.profiles.create(acme, Optional.empty());
    Version kept = new SavedTexts(fixture, data).save(other, "other");
    fixture.checkouts.park(acme, session, fixture.checkouts.checkOut(acme, kept, session));
    fixture.checkouts.close();
    fixture.close();

    fixture = new ProfileFixture(data, root);
    fixture.checkouts.wipeDeleted();
    assertThat(kept()).doesNotExist();
    assertThat(fixture.warm.parked()).containsExactly(other.id());
  }
}
