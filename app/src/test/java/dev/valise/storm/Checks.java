package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a server with the world that must be. */
final class Checks {
  private final Stage stage;
  private final Player player;
  private int readers;

  Checks(Stage stage, Player player) {
    this.stage = stage;
    this.player = player;
  }

  /** Sessions, profiles with their names and heads, and leases; takes some milliseconds. */
  void compare(World world) throws Exception {
    Set<String> sessions = new TreeSet<>();
    for (JsonNode session : stage.api().get("/browsers?limit=100").expect(200).body()) {
      sessions.add(session.path("session_id").asText());
    }
    Set<String> wanted = new TreeSet<>();
    world.sessions().keySet().forEach(name -> wanted.add(stage.id(name)));
    assertThat(sessions).as("sessions").isEqualTo(wanted);

    Map<String, String> profiles = new TreeMap<>();
    for (JsonNode profile : stage.api().get("/profiles?limit=100").expect(200).body()) {
      profiles.put(
          profile.path("id").asText(),
          profile.path("name").asText() + " at " + profile.path("head_version").asInt());
    }
    Map<String, String> wantedProfiles = new TreeMap<>();
    Map<String, String> leases = new TreeMap<>();
    world
        .profiles()
        .forEach((name, profile) -> {
          wantedProfiles.put(stage.id(name), profile.name() + " at " + profile.head());
          profile.writer().ifPresent(writer -> leases.put(stage.id(name), stage.id(writer)));
        });
    assertThat(profiles).as("profiles").isEqualTo(wantedProfiles);
    assertThat(stage.leases().held()).as("leases").isEqualTo(leases);
  }

  /** Loads every head into a browser, and looks what is in it. */
  World load(World world) throws Exception {
    World now = world;
    for (String profile : world.profiles().keySet()) {
      String reader = "reader" + ++readers;
      now =
          player.play(
              now, new Step.Open(reader, Optional.of(profile), Optional.empty(), false, false));
      now = player.play(now, new Step.End(reader));
    }
    return now;
  }
}
