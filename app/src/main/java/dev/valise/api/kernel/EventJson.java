package dev.valise.api.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.valise.model.Event;
import dev.valise.model.ProfileId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that happened; Kernel has no such thing. */
record EventJson(
    long id,
    Instant createdAt,
    String type,
    Optional<String> profileId,
    SortedMap<String, String> detail) {

  static EventJson of(Event event) {
    return new EventJson(
        event.id(),
        event.at(),
        event.type(),
        event.profile().map(ProfileId::value),
        new TreeMap<>(event.detail()));
  }

  /** The JSON of an event, on one line. */
  static byte[] bytes(Event event) {
    try {
      return KernelJson.MAPPER.writeValueAsBytes(of(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event " + event.id() + " is no JSON", e);
    }
  }
}
