package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valise.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What must be once a session has ended, by what its save says of itself. */
final class EndedSessions {
  private final Stage stage;

  EndedSessions(Stage stage) {
    this.stage = stage;
  }

  /** Waits for the end of a session that ends by itself. */
  World soon(World world, String session) throws IOException {
    String path = "/browsers/" + stage.id(session);
    Await.until("session " + session + " ends", () -> isGone(path));
    return after(world, session);
  }

  private boolean isGone(String path) {
    try {
      return stage.api().get(path).status() == 404;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  World after(World world, String session) throws IOException {
    JsonNode body =
        stage
            .api()
            .get("/browsers/" + stage.id(session) + "?include_deleted=true")
            .expect(200)
            .body();
    JsonNode save = body.path("save");
    OpenSession open = world.session(session);
    World without = world.withoutSession(session);
    if (!open.writes()) {
      assertThat(save.isMissingNode()).as("a reader saves nothing: %s", body).isTrue();
      return without;
    }
    String status = save.path("status").asText();
    if (!world.hasProfile(open.profile())) {
      assertThat(status).as("the profile is gone: %s", body).isIn("failed", "lease_lost");
      return without;
    }
    assertThat(status).as("session %s: %s", session, body).isIn("saved", "recovered", "unchanged");
    String name = open.profile().orElseThrow();
    return without.with(
        name,
        saved(
            without.profile(name),
            save.path("version").asInt(),
            save.path("unchanged").asBoolean(),
            open.browser().closed()));
  }

  /** A profile after a save that says it became this version, or found it to be enough. */
  static KeptProfile saved(
      KeptProfile before, int version, boolean unchanged, BrowserState content) {
    if (unchanged) {
      assertThat(before.content(version).memory().isCompatible(content.memory()))
          .as(
              "unchanged: version %d has %s, the browser had %s",
              version, before.content(version), content)
          .isTrue();
      return before;
    }
    assertThat(version).as("the new version").isEqualTo(before.head() + 1);
    return before.withVersion(version, content);
  }
}
