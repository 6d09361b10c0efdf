package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A connection to the browser-level DevTools endpoint of one Chromium; itself the session of the
 * browser target.
 *
 * <p>Thread-safe. Commands are sent one after the other, their answers may come in any order.
 */
public final class CdpConnection implements CdpSession, AutoCloseable {

  // One client for all connections: each has a selector thread of its own. No proxy, because the
  // endpoint is on loopback, whatever the system properties say.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private final CdpInbox inbox;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  // java.net.http.WebSocket refuses a send while another is under way.
  private final ReentrantLock sending = new ReentrantLock();

  private CdpConnection(CdpInbox inbox, WebSocket socket) {
    this.inbox = inbox;
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param endpoint {@code ws://127.0.0.1:<port>/devtools/browser/<guid>}
   * @throws CdpException.TimedOut when the browser does not take the connection in time
   * @throws CdpException.Closed when it refuses it
   */
  public static CdpConnection connect(URI endpoint, Duration timeout) {
    var inbox = new CdpInbox();
    CompletableFuture<WebSocket> opening = HTTP.newWebSocketBuilder().buildAsync(endpoint, inbox);
    try {
      return new CdpConnection(inbox, opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new CdpException.Closed("No DevTools connection to " + endpoint, e);
    } catch (TimeoutException e) {
      inbox.end(new CdpException.Closed("Given up while connecting"));
      throw new CdpException.TimedOut(
          "No DevTools connection to %s within %s".formatted(endpoint, timeout));
    } catch (InterruptedException e) {
      inbox.end(new CdpException.Closed("Given up while connecting"));
      throw new CdpException.Interrupted("Interrupted while connecting to " + endpoint, e);
    }
  }

  @Override
  public JsonNode call(String method, JsonNode params, Duration timeout) {
    return exchange(Optional.empty(), method, params, timeout);
  }

  /**
   * The commands of one attached target.
   *
   * @param sessionId from {@code Target.attachToTarget} with {@code flatten: true}
   */
  public CdpSession session(String sessionId) {
    return (method, params, timeout) -> exchange(Optional.of(sessionId), method, params, timeout);
  }

  /**
   * Hears every event of all sessions, in order, on the receiving thread: it must be quick, and it
   * must not call commands. What it throws is logged and goes no further.
   */
  public Subscription listen(Consumer<CdpEvent> listener) {
    inbox.add(listener);
    return () -> inbox.remove(listener);
  }

  /** A listener that hears until it is closed. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private JsonNode exchange(
      Optional<String> sessionId, String method, JsonNode params, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = inbox.expect(id);
    try {
      send(CdpMessages.command(id, method, params, sessionId), deadline);
      JsonNode message = answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      JsonNode error = message.path("error");
      if (!error.isMissingNode()) {
        throw new CdpException.Refused(
            method, error.path("code").asInt(), error.path("message").asText());
      }
      return message.path("result");
    } catch (TimeoutException e) {
      throw new CdpException.TimedOut("No answer to %s within %s".formatted(method, timeout));
    } catch (ExecutionException e) {
      Throwable reason = Objects.requireNonNullElse(e.getCause(), e);
      throw new CdpException.Closed(
          "No answer to %s: %s".formatted(method, reason.getMessage()), reason);
    } catch (InterruptedException e) {
      throw new CdpException.Interrupted("Interrupted while waiting for " + method, e);
    } finally {
      inbox.forget(id);
    }
  }

  private void send(String message, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!sending.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    try {
      socket.sendText(message, true).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      // Half a message may be on the wire, so nothing sensible can follow it.
      close();
      throw e;
    } finally {
      sending.unlock();
    }
  }

  /** Ends the connection at once; commands that wait fail. The browser goes on. */
  @Override
  public void close() {
    inbox.end(new CdpException.Closed("DevTools connection closed by this side"));
    socket.abort();
  }
}
