package dev.valise.api.cdp;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.session.CdpAccess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One running session, {@link #SESSION}, with one token, {@link #TOKEN}. */
final class TestingAccess implements CdpAccess {
  static final String SESSION = "abc";
  static final String TOKEN = "s3cret-token";

  /** Where the browser is. */
  interface Browser {
    URI devTools() throws IOException, InterruptedException;
  }

  private final Browser browser;
  private final List<Client> clients = new ArrayList<>();
  private final Semaphore admitted = new Semaphore(0);
  private boolean ended;

  TestingAccess(Browser browser) {
    this.browser = browser;
  }

  @Override
  public Optional<Grant> admit(String session, String token) {
    if (!session.equals(SESSION) || !token.equals(TOKEN)) {
      return Optional.empty();
    }
    admitted.release();
    return Optional.of(new Admitted());
  }

  void awaitAdmission() throws InterruptedException, TimeoutException {
    if (!admitted.tryAcquire(20, TimeUnit.SECONDS)) {
      throw new TimeoutException("nobody was admitted");
    }
  }

  /** Ends the session; whoever attaches after that hears it at once. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    hangUp();
  }

  /** Hangs up on everybody there ever was, though the session goes on. */
  void hangUp() {
    List<Client> everybody;
    synchronized (this) {
      everybody = List.copyOf(clients);
    }
    everybody.forEach(client -> client.hangUp.run());
  }

  /** Waits until as many clients have attached as are said, and none of them is left. */
  synchronized void awaitDetached(int expected) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (clients.size() < expected || attached() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(clients.size() + " came, still attached: " + attached());
      }
      wait(left);
    }
  }

  synchronized long attached() {
    return clients.stream().filter(client -> client.detachments == 0).count();
  }

  /** How often each client was detached. */
  synchronized List<Integer> detachments() {
    return clients.stream().map(client -> client.detachments).toList();
  }

  private final class Admitted implements Grant {
    @Override
    public DevToolsEndpoint devTools() throws IOException {
      try {
        return DevToolsEndpoint.at(browser.devTools());
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    @Override
    public DevToolsEndpoint devToolsAfter(DevToolsEndpoint refused) throws IOException {
      throw new ConnectException("nothing comes after " + refused);
    }

    @Override
    public Attachment attach(Runnable hangUp) {
      var client = new Client(hangUp);
      boolean late;
      synchronized (TestingAccess.this) {
        clients.add(client);
        late = ended;
      }
      if (late) {
        hangUp.run();
      }
      return client;
    }
  }

  private final class Client implements Attachment {
    private final Runnable hangUp;
    private int detachments;

    private Client(Runnable hangUp) {
      this.hangUp = hangUp;
    }

    @Override
    public void close() {
      synchronized (TestingAccess.this) {
        detachments++;
        TestingAccess.this.notifyAll();
      }
    }
  }
}
