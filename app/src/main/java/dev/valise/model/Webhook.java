package dev.valise.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An address that is told of an organisation's events by HTTP. Its secret is kept apart.
 *
 * @param url http or https
 * @param events the types that it is told of; empty for all
 * @param failingSince the first failure since it last took an event
 * @param disabledReason why it is not told any more, unless somebody wanted that
 */
public record Webhook(
    WebhookId id,
    OrganisationId organisation,
    String url,
    List<String> events,
    Optional<String> description,
    Instant createdAt,
    boolean enabled,
    Optional<Instant> failingSince,
    Optional<String> disabledReason) {
  public Webhook {
    events = List.copyOf(events);
  }

  public boolean wants(String type) {
    return events.isEmpty() || events.contains(type);
  }

  /** Without the URL: it may hold a token. */
  @Override
  public String toString() {
    return "Webhook[" + id + "]";
  }
}
