package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

  // Its answer proves that the other end speaks WebSocket; it need not be secret (RFC 6455, 10.8).
  private static final WebSocketKey KEY = new WebSocketKey("dmFsaXNlLWRldnRvb2xzIQ==");

  private final CdpInbox inbox = new CdpInbox();
  private final SocketChannel channel;
  private final WebSocketWriter writer;
  private final AtomicInteger lastId = new AtomicInteger();
  // Frames must not be mixed.
  private final ReentrantLock sending = new ReentrantLock();

  private CdpConnection(SocketChannel channel) {
    this.channel = channel;
    this.writer = new WebSocketWriter(channel);
  }

  /**
   * Connects.
   *
   * @throws CdpException.TimedOut when the browser does not take the connection in time
   * @throws CdpException.Closed when it refuses it
   */
  public static CdpConnection connect(DevToolsEndpoint endpoint, Duration timeout) {
    try {
      var handshake =
          DevToolsHandshake.perform(
              endpoint, new DevToolsHandshake.Offer(KEY, Optional.empty()), timeout);
      var connection = new CdpConnection(handshake.channel());
      var reader = new WebSocketReader(handshake.channel(), handshake.early(), CdpMessages.LONGEST);
      Thread.ofVirtual().name("devtools").start(() -> connection.receive(reader));
      return connection;
    } catch (SocketTimeoutException e) {
      throw new CdpException.TimedOut(
          "No DevTools connection to %s within %s".formatted(endpoint, timeout));
    } catch (ClosedByInterruptException e) {
      throw new CdpException.Interrupted("Interrupted while connecting to " + endpoint, e);
    } catch (IOException e) {
      throw new CdpException.Closed("No DevTools connection to " + endpoint, e);
    }
  }

  /** Connects over TCP to where {@code ws://<host>:<port>/<path>} says. */
  public static CdpConnection connect(URI endpoint, Duration timeout) {
    return connect(DevToolsEndpoint.at(endpoint), timeout);
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
    } catch (SocketTimeoutException e) {
      // Half a message may be on the wire, so that the connection was closed.
      throw new CdpException.TimedOut("%s was not taken within %s".formatted(method, timeout));
    } catch (ClosedByInterruptException e) {
      throw new CdpException.Interrupted("Interrupted while sending " + method, e);
    } catch (IOException e) {
      throw new CdpException.Closed("%s could not be sent: %s".formatted(method, e), e);
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
      throws IOException, InterruptedException, TimeoutException {
    if (!sending.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    try {
      TimeLimit.within(
          Duration.ofNanos(deadline - System.nanoTime()),
          channel,
          () -> {
            writer.text(message);
            return true;
          });
    } finally {
      sending.unlock();
    }
  }

  private void receive(WebSocketReader reader) {
    try {
      while (true) {
        switch (reader.next()) {
          case WebSocketReader.Incoming.Text text -> inbox.receive(text.utf8());
          case WebSocketReader.Incoming.Ping ping -> answer(() -> writer.pong(ping.payload()));
          case WebSocketReader.Incoming.Close close -> {
            inbox.end(
                new CdpException.Closed(
                    "DevTools connection closed by the browser (" + close.status() + ")"));
            answer(writer::close);
            return;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      inbox.end(new CdpException.Closed("DevTools connection broke: " + e, e));
    } finally {
      abort();
    }
  }

  private interface Answer {
    void write() throws IOException;
  }

  private void answer(Answer answer) throws IOException {
    sending.lock();
    try {
      answer.write();
    } finally {
      sending.unlock();
    }
  }

  /** Ends the connection at once; commands that wait fail. The browser goes on. */
  @Override
  public void close() {
    inbox.end(new CdpException.Closed("DevTools connection closed by this side"));
    abort();
  }

  private void abort() {
    try {
      channel.close();
    } catch (IOException e) {
      // Whatever it was that did not close in order: nobody uses it any more.
    }
  }
}
