package dev.valise.event;

import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.util.Map;
import java.util.Optional;

/**
 * Is told what happened. Whoever tells it is answering a request: implementations are thread-safe,
 * return at once without waiting for a disk or a network, and never throw.
 */
@FunctionalInterface
public interface EventSink {

  /**
   * @param profile whom it happened to
   * @param detail texts by names that go with the type; no secrets, for they are shown
   */
  void happened(
      OrganisationId organisation,
      EventType type,
      Optional<ProfileId> profile,
      Map<String, String> detail);
}
