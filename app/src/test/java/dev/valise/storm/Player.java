package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.CdpException;
import dev.valise.testing.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a step on the stage, and says how the world must be then. */
final class Player {
  static final int TIMEOUT_SECONDS = 3600;

  private final Stage stage;
  private final Flushing flushing;
  private final EndedSessions ended;

  Player(Stage stage, Flushing flushing) {
    this.stage = stage;
    this.flushing = flushing;
    this.ended = new EndedSessions(stage);
  }

  /**
   * @throws AssertionError when something is otherwise than it must be
   */
  World play(World world, Step step) throws Exception {
    return switch (step) {
      case Step.NewProfile(var profile) -> create(world, profile);
      case Step.Rename(var profile, var to) -> rename(world, profile, to);
      case Step.DeleteProfile(var profile) -> delete(world, profile);
      case Step.RollBack(var profile, var version) -> rollBack(world, profile, version);
      case Step.Open open -> open(world, open);
      case Step.Login(var session, var mark) -> {
        stage.browser(session).put(mark);
        yield world.changeBrowser(session, state -> state.put(mark, flushing));
      }
      case Step.Logout(var session, var mark) -> {
        stage.browser(session).remove(mark);
        yield world.changeBrowser(session, state -> state.remove(mark, flushing));
      }
      case Step.Checkpoint(var session, var profile) -> checkpoint(world, session, profile);
      case Step.End(var session) -> {
        stage.api().delete("/browsers/" + stage.id(session)).expect(204);
        yield ended.after(world, session);
      }
      case Step.KillBrowser(var session, var looks) -> {
        // One that was killed just before may not be back yet.
        Await.until("a browser to kill", () -> stage.processes().kill(stage.id(session)));
        World killed = world.changeBrowser(session, BrowserState::killed);
        yield looks ? look(killed, session) : killed;
      }
      case Step.KillServer(var browsers) -> killServer(world, browsers);
      case Step.TimeOut() -> timeOut(world);
    };
  }

  private World create(World world, String profile) throws Exception {
    Answer answer = stage.api().post("/profiles", Map.of("name", profile)).expect(201);
    stage.ids().put(profile, answer.text("id"));
    return world.with(profile, KeptProfile.empty(profile));
  }

  private World rename(World world, String profile, String to) throws Exception {
    stage.api().patch("/profiles/" + stage.id(profile), Map.of("name", to)).expect(200);
    return world.with(profile, world.profile(profile).withName(to));
  }

  private World delete(World world, String profile) throws Exception {
    String path = "/profiles/" + stage.id(profile);
    boolean used =
        world.sessions().values().stream()
            .anyMatch(session -> session.profile().equals(Optional.of(profile)));
    stage.api().delete(path).expect(used ? 409 : 204);
    if (used) {
      stage.api().delete(path + "?force=true").expect(204);
    }
    return world.withoutProfile(profile);
  }

  private World rollBack(World world, String profile, int version) throws Exception {
    KeptProfile before = world.profile(profile);
    Answer answer =
        stage
            .api()
            .post("/profiles/" + stage.id(profile) + "/rollback", Map.of("version", version))
            .expect(200);
    int head = answer.body().path("head_version").asInt();
    BrowserState content = before.content(version);
    if (head == before.head()) {
      assertThat(content.memory().isCompatible(before.content(head).memory()))
          .as("nothing to roll back")
          .isTrue();
      return world;
    }
    assertThat(head).isEqualTo(before.head() + 1);
    return world.with(profile, before.withVersion(head, content));
  }

  private World open(World world, Step.Open open) throws Exception {
    Optional<String> writer =
        open.profile().filter(_ -> open.writes()).flatMap(name -> world.profile(name).writer());
    Answer answer = stage.api().post("/browsers", request(open));
    if (writer.isPresent() && !open.takesOver()) {
      String holder = answer.expect(409).body().path("details").path(0).path("message").asText();
      assertThat(holder).as("holder").isEqualTo(stage.id(writer.get()));
      return world;
    }
    stage.opened(open.session(), answer.expect(200));
    World before = writer.isPresent() ? ended.after(world, writer.get()) : world;
    return loaded(before, open, answer);
  }

  private World loaded(World world, Step.Open open, Answer answer) throws Exception {
    if (open.profile().isEmpty()) {
      var session = new OpenSession(Optional.empty(), false, BrowserState.FRESH);
      return look(world.with(open.session(), session), open.session());
    }
    String name = open.profile().get();
    KeptProfile profile = world.profile(name);
    int version = open.version().orElse(profile.head());
    assertThat(answer.body().path("profile_version").asInt()).as("version").isEqualTo(version);
    var session = new OpenSession(open.profile(), open.writes(), profile.content(version).loaded());
    World next = look(world.with(open.session(), session), open.session());
    if (version > 0) {
      // From now on it is known what the version holds, where that was not sure.
      Held seen = next.session(open.session()).browser().memory();
      profile = profile.withVersion(version, profile.content(version).seen(seen));
    }
    return next.with(
        name, open.writes() ? profile.withWriter(Optional.of(open.session())) : profile);
  }

  private Map<String, ?> request(Step.Open open) {
    Map<String, Object> body = new HashMap<>();
    body.put("headless", true);
    body.put("timeout_seconds", TIMEOUT_SECONDS);
    body.put("on_conflict", open.takesOver() ? "take_over" : "fail");
    open.profile()
        .ifPresent(name -> {
          Map<String, Object> profile = new HashMap<>();
          profile.put("id", stage.id(name));
          profile.put("save_changes", open.writes());
          open.version().ifPresent(number -> profile.put("version", number));
          body.put("profile", profile);
        });
    return body;
  }

  private World checkpoint(World world, String session, String name) throws Exception {
    KeptProfile profile = world.profile(name);
    boolean mayWrite = profile.writer().filter(writer -> !writer.equals(session)).isEmpty();
    Answer answer =
        stage
            .api()
            .post("/browsers/" + stage.id(session) + "/profiles", Map.of("id", stage.id(name)));
    if (!mayWrite) {
      answer.expect(409);
      return world;
    }
    var report = answer.expect(200).body().path("checkpoint");
    KeptProfile saved =
        EndedSessions.saved(
            profile,
            report.path("version").asInt(),
            report.path("unchanged").asBoolean(),
            world.session(session).browser());
    return world.changeBrowser(session, BrowserState::checkpointed).with(name, saved);
  }

  /** Compares what the browser of a session holds, which then is known for certain. */
  private World look(World world, String session) throws Exception {
    return seen(world, session, stage.browser(session).marks());
  }

  private World seen(World world, String session, Set<Mark> seen) {
    BrowserState state = world.session(session).browser();
    assertThat(state.memory().allows(seen))
        .as("session %s has %s, and must have %s", session, seen, state.memory())
        .isTrue();
    return world.changeBrowser(session, before -> before.seen(Held.exactly(seen)));
  }

  private World killServer(World world, List<String> browsers) throws Exception {
    stage.server().kill();
    World now = world;
    for (String session : browsers) {
      stage.processes().kill(stage.id(session));
      now = now.changeBrowser(session, BrowserState::killed);
    }
    stage.server().startAgain();
    for (String session : world.sessions().keySet()) {
      now = found(now, session);
    }
    return now;
  }

  /** A session is taken over by the new server, with its browser and its URL, or ended by it. */
  private World found(World world, String session) throws Exception {
    Set<Mark> seen;
    try {
      seen = stage.browser(session).marks();
    } catch (CdpException gone) {
      return ended.soon(world, session);
    }
    return seen(world, session, seen);
  }

  private World timeOut(World world) throws Exception {
    stage.clock().advance(Duration.ofSeconds(2 * TIMEOUT_SECONDS));
    World now = world;
    for (String session : world.sessions().keySet()) {
      now = ended.soon(now, session);
    }
    return now;
  }
}
