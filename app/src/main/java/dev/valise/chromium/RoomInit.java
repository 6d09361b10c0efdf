package dev.valise.chromium;

import dev.valise.chromium.isolation.NamespaceInit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which process is the first of a room. It is known by pid and namespace at first, and from then on
 * by its start time as well: a namespace's number may be another's later. Thread-safe.
 */
final class RoomInit implements ProcessTree.Init {
  private final Supplier<Optional<NamespaceInit>> source;
  private volatile Optional<ProcessIdentity> known = Optional.empty();

  RoomInit(Supplier<Optional<NamespaceInit>> source) {
    this.source = source;
  }

  @Override
  public Optional<ProcessIdentity> find() {
    if (known.isEmpty()) {
      known = source.get().flatMap(RoomInit::identify);
    }
    return known;
  }

  private static Optional<ProcessIdentity> identify(NamespaceInit init) {
    Optional<ProcessIdentity> identity = ProcessIdentity.of(init.pid());
    // Asked after the start time was read: what is in the namespace now had it then.
    return identity.filter(_ -> init.isThere());
  }
}
