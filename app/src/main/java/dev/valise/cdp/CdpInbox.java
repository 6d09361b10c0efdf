package dev.valise.cdp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of a connection: hands answers to those who wait and events to those who
 * listen. The next message is read when the last one is dealt with, so a slow listener slows the
 * browser instead of filling memory.
 */
final class CdpInbox {

  private static final Logger LOG = LoggerFactory.getLogger(CdpInbox.class);

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<Consumer<CdpEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile CdpException.@Nullable Closed ended;
  private volatile @Nullable Thread delivering;

  /** The answer to come for a command; already failed when the connection is gone. */
  CompletableFuture<JsonNode> expect(int id) {
    if (Thread.currentThread().equals(delivering)) {
      throw new IllegalStateException("A DevTools event listener must not wait for an answer");
    }
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    // Looked at after the put: an end between the two would otherwise leave the answer unfinished.
    CdpException.Closed end = ended;
    if (end != null) {
      answer.completeExceptionally(end);
    }
    return answer;
  }

  void forget(int id) {
    waiting.remove(id);
  }

  void add(Consumer<CdpEvent> listener) {
    listeners.add(listener);
  }

  void remove(Consumer<CdpEvent> listener) {
    listeners.remove(listener);
  }

  /** Ends the connection for everybody who waits; the first reason stays. */
  synchronized void end(CdpException.Closed reason) {
    if (ended == null) {
      ended = reason;
      waiting.values().forEach(answer -> answer.completeExceptionally(reason));
    }
  }

  /** Takes one message; returns when whoever it is for has had it. */
  void receive(ByteBuffer message) throws IOException {
    deliver(CdpMessages.read(message));
  }

  private void deliver(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    var event =
        new CdpEvent(
            message.path("method").asText(),
            message.path("params"),
            Optional.ofNullable(message.path("sessionId").textValue()));
    delivering = Thread.currentThread();
    try {
      listeners.forEach(listener -> tell(listener, event));
    } finally {
      delivering = null;
    }
  }

  private static void tell(Consumer<CdpEvent> listener, CdpEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("A listener failed on DevTools event {}", event.method(), e);
    }
  }
}
