package dev.valise.testing;

import dev.valise.event.EventSink;
import dev.valise.event.EventType;
import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. Thread-safe. */
public final class HappenedEvents implements EventSink {

  /** One of them. */
  public record Happened(
      OrganisationId organisation,
      EventType type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {}

  private final List<Happened> all = new CopyOnWriteArrayList<>();

  @Override
  public void happened(
      OrganisationId organisation,
      EventType type,
      Optional<ProfileId> profile,
      Map<String, String> detail) {
    all.add(new Happened(organisation, type, profile, Map.copyOf(detail)));
  }

  public List<Happened> all() {
    return List.copyOf(all);
  }

  public List<EventType> types() {
    return all.stream().map(Happened::type).toList();
  }
}
