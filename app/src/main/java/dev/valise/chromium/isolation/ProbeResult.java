package dev.valise.chromium.isolation;

import java.util.List;
import java.util.Optional;

/**
 * What a machine proved to have.
 *
 * @param rooms empty when browsers can only be plain processes
 * @param obstacles what stood in the way of better tiers, in words for people; with the names of
 *     packages where something is not installed
 */
public record ProbeResult(Optional<Rooms> rooms, List<String> obstacles) {
  public ProbeResult {
    obstacles = List.copyOf(obstacles);
  }

  public Tier tier() {
    return rooms.map(Rooms::tier).orElse(Tier.NONE);
  }
}
