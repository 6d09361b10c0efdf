package dev.valise.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.crypto.RootKey;
import dev.valise.event.EventType;
import dev.valise.model.Name;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.testing.HappenedEvents.Happened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the life of profiles. */
class ProfileEventsTest {

  @Test
  void aProfilesLifeIsTold(@TempDir Path data, @TempDir Path scratch) throws IOException {
    try (var fixture = new ProfileFixture(data, RootKey.generate())) {
      var texts = new SavedTexts(fixture, scratch);
      OrganisationId acme = fixture.organisation();
      Profile profile = fixture.profiles.create(acme, Optional.of(new Name("work")));
      var reference = new ProfileReference.ById(profile.id());
      fixture.profiles.rename(acme, reference, new Name("play"));
      texts.save(profile, "one");
      texts.save(profile, "two");
      fixture.history.rollBack(profile, 1);
      fixture.history.rollBack(profile, 1);
      Profile fork = fixture.history.fork(profile, Optional.of(2), Optional.of(new Name("copy")));
      fixture.profiles.delete(acme, reference);

      var id = Optional.of(profile.id());
      assertThat(fixture.events.all())
          .containsExactly(
              new Happened(acme, EventType.PROFILE_CREATED, id, Map.of("name", "work")),
              new Happened(
                  acme, EventType.PROFILE_RENAMED, id, Map.of("name", "play", "old_name", "work")),
              new Happened(
                  acme,
                  EventType.PROFILE_ROLLED_BACK,
                  id,
                  Map.of("version", "3", "content_of_version", "1")),
              new Happened(
                  acme,
                  EventType.PROFILE_FORKED,
                  Optional.of(fork.id()),
                  Map.of(
                      "name",
                      "copy",
                      "from_profile_id",
                      profile.id().value(),
                      "from_version",
                      "2")),
              new Happened(acme, EventType.PROFILE_DELETED, id, Map.of("name", "play")));
    }
  }
}
