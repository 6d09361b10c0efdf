package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SaveWatchTest {

  /** What a terminal got, and when the first of it came. */
  private static final class Screen extends StringWriter {
    final CountDownLatch drawn = new CountDownLatch(1);

    @Override
    public void flush() {
      drawn.countDown();
    }
  }

  private final FakeApi api;
  private final ApiClient client;
  private final Screen screen = new Screen();

  SaveWatchTest() throws IOException {
    api = new FakeApi();
    client = new ApiClient(URI.create(api.url()), Optional.of("k1"));
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  private SaveWatch watch() {
    var line = new ProgressLine(new PrintWriter(screen), new Terminal(true, 80), System::nanoTime);
    return SaveWatch.start(client, "/browsers/s1", line);
  }

  @Test
  void showsHowFarTheSaveIs() throws Exception {
    api.answer(
        "GET /browsers/s1",
        200,
        """
        {"save_progress": {"files": 620, "bytes": 310000000, "all_files": 1370,
          "all_bytes": 1200000000}}\
        """);
    try (var _ = watch()) {
      assertThat(screen.drawn.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(screen.toString())
        .startsWith("\r\u001b[Ksaving: 25 %, 310 MB of 1.2 GB")
        .endsWith("\r\u001b[K");
  }

  @Test
  void showsNothingOfWhatIsOverAtOnce() {
    watch().close();

    assertThat(screen).hasToString("");
  }
}
