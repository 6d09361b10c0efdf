package dev.valise.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.model.OrganisationId;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import dev.valise.model.VersionSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileJsonTest {
  private static final ProfileId PROFILE = new ProfileId("profileaaaaaaaaaaaaaaaaa");
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void theHeadSaysWhichSessionSavedIt() {
    var session = new SessionId("sessionaaaaaaaaaaaaaaaaa");
    JsonNode saved = savedBy(new VersionSource.Saved(session));
    assertThat(saved.get("source").toString())
        .isEqualTo("{\"type\":\"save\",\"session_id\":\"" + session + "\"}");
    assertThat(saved.get("session_id").asText()).isEqualTo(session.value());
    assertThat(saved.get("version").asInt()).isEqualTo(4);
    JsonNode recovered = savedBy(new VersionSource.Recovered(session));
    assertThat(recovered.get("source").toString())
        .isEqualTo("{\"type\":\"recovery\",\"session_id\":\"" + session + "\"}");
    assertThat(recovered.get("session_id").asText()).isEqualTo(session.value());
  }

  @Test
  void aHeadOutOfAnOlderVersionNamesItAndNoSession() {
    assertSource(new VersionSource.RolledBack(2), "{'type':'rollback','version':2}");
    assertSource(new VersionSource.Repaired(3), "{'type':'repair','version':3}");
    assertSource(
        new VersionSource.Forked(PROFILE, 7),
        "{'type':'fork','profile_id':'profileaaaaaaaaaaaaaaaaa','version':7}");
  }

  private static void assertSource(VersionSource source, String json) {
    JsonNode saved = savedBy(source);
    assertThat(saved.get("source").toString()).isEqualTo(json.replace('\'', '"'));
    assertThat(saved.has("session_id")).isFalse();
  }

  private static JsonNode savedBy(VersionSource source) {
    var figures = new SaveFigures(1, 2, 3, 4, 5, 6, 7, 8);
    var head =
        new Version(
            PROFILE,
            4,
            AT,
            source,
            "156.0.1.2",
            "manifests/m",
            figures,
            List.of(),
            Optional.empty());
    var profile =
        new Profile(
            PROFILE,
            new OrganisationId("organisationaaaaaaaaaaaa"),
            Optional.empty(),
            AT,
            AT,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(head));
    return KernelJson.MAPPER.valueToTree(ProfileJson.of(profile, Retention.NONE)).get("saved");
  }
}
