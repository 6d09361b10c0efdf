package dev.valise.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The clients that are connected to one session, and since when there is none. Thread-safe. */
final class Clients {
  private final InstantSource clock;
  private final Set<Client> open = new HashSet<>();
  private Instant idleSince;
  private boolean ended;

  Clients(InstantSource clock) {
    this.clock = clock;
    this.idleSince = clock.instant();
  }

  CdpAccess.Attachment attach(Runnable hangUp) {
    var client = new Client(hangUp);
    synchronized (this) {
      if (!ended) {
        open.add(client);
        return client;
      }
    }
    hangUp.run();
    return () -> {};
  }

  /** How long nobody has been connected; zero while somebody is. */
  synchronized Duration idle() {
    return open.isEmpty() ? Duration.between(idleSince, clock.instant()) : Duration.ZERO;
  }

  /** Somebody is about to connect, or uses the browser without: nobody has been idle. */
  synchronized void approach() {
    idleSince = clock.instant();
  }

  /** Since when nobody is connected; empty while somebody is. */
  synchronized Optional<Instant> idleSince() {
    return open.isEmpty() ? Optional.of(idleSince) : Optional.empty();
  }

  /** Hangs up all clients, and from now on every new one at once. */
  void end() {
    List<Client> rest;
    synchronized (this) {
      ended = true;
      rest = List.copyOf(open);
      open.clear();
    }
    rest.forEach(client -> client.hangUp.run());
  }

  private synchronized void left(Client client) {
    if (open.remove(client) && open.isEmpty()) {
      idleSince = clock.instant();
    }
  }

  private final class Client implements CdpAccess.Attachment {
    private final Runnable hangUp;

    Client(Runnable hangUp) {
      this.hangUp = hangUp;
    }

    @Override
    public void close() {
      left(this);
    }
  }
}
