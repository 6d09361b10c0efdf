package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far the save of a browser is, from its start until it is closed. Asks in a thread of
 * its own, because the request that ends the browser is answered when the save is over.
 */
final class SaveWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final ProgressLine line;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  private SaveWatch(ApiClient client, String browser, ProgressLine line) {
    this.line = line;
    this.thread = Thread.startVirtualThread(() -> watch(client, browser));
  }

  /**
   * @param browser its path in the API
   */
  static SaveWatch start(ApiClient client, String browser, ProgressLine line) {
    return new SaveWatch(client, browser, line);
  }

  private void watch(ApiClient client, String browser) {
    try {
      while (!over.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        JsonNode progress = client.get(browser).path("save_progress");
        if (progress.isObject()) {
          line.show(
              "saving",
              progress.path("bytes").asLong(),
              progress.path("all_bytes").asLong(),
              Amounts::bytes);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (ApiException noLonger) {
      // Whether the browser has ended, and how, is what the other request tells.
      return;
    }
  }

  @Override
  public void close() {
    over.countDown();
    // It may be in the middle of a request.
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.close();
  }
}
