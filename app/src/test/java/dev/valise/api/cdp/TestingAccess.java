package dev.valise.api.cdp;

import dev.valise.session.CdpAccess;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One running session, "abc", whose token is "s3cret-token". */
final class TestingAccess implements CdpAccess {
  static final String SESSION = "abc";
  static final String TOKEN = "s3cret-token";

  interface Browser {
    URI devTools() throws IOException;
  }

  private final Browser browser;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  TestingAccess(Browser browser) {
    this.browser = browser;
  }

  @Override
  public Optional<Grant> admit(String session, String token) {
    boolean right = session.equals(SESSION) && token.equals(TOKEN);
    return right && !ended ? Optional.of(new Admitted()) : Optional.empty();
  }

  /** Ends the session. */
  void end() {
    ended = true;
    clients.forEach(client -> client.hangUp.run());
  }

  long attached() {
    return clients.stream().filter(client -> client.detached.get() == 0).count();
  }

  /** How often each client so far was detached. */
  List<Integer> detachments() {
    return clients.stream().map(client -> client.detached.get()).toList();
  }

  private static final class Client implements Attachment {
    private final Runnable hangUp;
    private final AtomicInteger detached = new AtomicInteger();

    private Client(Runnable hangUp) {
      this.hangUp = hangUp;
    }

    @Override
    public void close() {
      detached.incrementAndGet();
    }
  }

  private final class Admitted implements Grant {
    @Override
    public URI devTools() throws IOException {
      return browser.devTools();
    }

    @Override
    public Attachment attach(Runnable hangUp) {
      var client = new Client(hangUp);
      clients.add(client);
      if (ended) {
        hangUp.run();
      }
      return client;
    }
  }
}
