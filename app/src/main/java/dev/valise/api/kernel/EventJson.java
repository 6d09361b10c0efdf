package dev.valise.api.kernel;

import dev.valise.model.Event;
import dev.valise.model.ProfileId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Something that happened by itself; Kernel has no such thing. */
record EventJson(
    long id,
    Instant createdAt,
    String type,
    Optional<String> profileId,
    Map<String, String> detail) {

  static EventJson of(Event event) {
    return new EventJson(
        event.id(),
        event.at(),
        event.type(),
        event.profile().map(ProfileId::value),
        event.detail());
  }
}
