package dev.valise.chromium.isolation;

import dev.valise.chromium.spawn.Spawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process at whose end a shell in a room waits to be told what to become. It ends by itself when
 * this process does before. Thread-safe.
 */
final class WaitingProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingProcess.class);
  private static final Duration WORD_LIMIT = Duration.ofSeconds(15);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  /** What is said once the room is as it is to be, and by nothing else. */
  static final String WORD = "the room is made";

  private final Process process;
  private final CompletableFuture<String> said = new CompletableFuture<>();
  private final AtomicBoolean isTold = new AtomicBoolean();

  private WaitingProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param command ends in {@link BubblewrapView#WAITING}
   * @param greeting makes it say the word, where it does not do so by itself
   * @param change before, to the thread that starts it
   */
  static WaitingProcess start(List<String> command, String greeting, Spawn.Change change)
      throws IOException {
    var waiting = new WaitingProcess(RoomProcess.start(command, change));
    try {
      var input = waiting.process.getOutputStream();
      input.write(greeting.getBytes(StandardCharsets.US_ASCII));
      input.flush();
    } catch (IOException e) {
      // It ended at once; its output says why.
    }
    Thread.ofVirtual().name("room-" + waiting.process.pid()).start(waiting::listen);
    return waiting;
  }

  /** Byte by byte: what comes behind the word is the browser's. */
  private void listen() {
    var bytes = new ByteArrayOutputStream();
    try {
      InputStream output = process.getInputStream();
      for (int next = output.read(); next >= 0; next = output.read()) {
        bytes.write(next);
        if (next == '\n' && bytes.toString(StandardCharsets.UTF_8).endsWith(WORD + "\n")) {
          said.complete(WORD);
          return;
        }
      }
      String instead = bytes.toString(StandardCharsets.UTF_8).strip();
      said.completeExceptionally(new IOException("the room could not be made: " + instead));
    } catch (IOException e) {
      said.completeExceptionally(e);
    }
  }

  /**
   * Blocks until the shell waits, which means that the room is as it is to be.
   *
   * @throws IOException when it comes to nothing, with what was said instead
   */
  void awaitWord() throws IOException {
    try {
      said.get(WORD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
    } catch (TimeoutException e) {
      throw new IOException("the room was not made within " + WORD_LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a room was made", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Lets it become something, once.
   *
   * @param before what the shell itself is not to see
   */
  Process become(String before, ShellCommand command) {
    isTold.set(true);
    RoomProcess.tell(process, (before + command.script()).getBytes(StandardCharsets.UTF_8));
    return process;
  }

  /** Of one that was told nothing; whoever told it something ends that. */
  void end() {
    if (isTold.get()) {
      return;
    }
    RoomProcess.tell(process, new byte[0]);
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a room that was not used does not end");
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
