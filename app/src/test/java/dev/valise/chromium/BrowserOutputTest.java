package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrowserOutputTest {

  private static BrowserOutput drained(String text) throws InterruptedException {
    var output =
        BrowserOutput.drained(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    output.awaitEnd(Duration.ofSeconds(10));
    return output;
  }

  @Test
  void tellsTheDevToolsAddress() throws Exception {
    var output =
        drained(
            """
            [1:2:ERROR:dbus] noise

            DevTools listening on ws://127.0.0.1:41525/devtools/browser/6c4b
            more noise\
            """);
    assertThat(output.devTools())
        .isCompletedWithValue(URI.create("ws://127.0.0.1:41525/devtools/browser/6c4b"));
    assertThat(output.lastLines()).hasSize(3).last().isEqualTo("more noise");
  }

  @Test
  void keepsTheEndOfALongOutput() throws Exception {
    var output =
        drained(
            IntStream.range(0, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));
    assertThat(output.lastLines()).hasSize(100).startsWith("line 900").endsWith("line 999");
    assertThat(output.devTools()).isNotDone();
  }

  @Test
  void doesNotKeepALineWithoutEnd() throws Exception {
    assertThat(drained("x".repeat(1 << 20)).lastLines()).containsExactly("x".repeat(500));
  }

  @Test
  void failsWhenSomebodyElseHasThePort() throws Exception {
    var output = drained("[1:1:ERROR:x.cc(1)] Cannot start http server for devtools.\n");
    assertThat(output.devTools())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(BindException.class);
  }

  @Test
  void failsForAnAddressThatIsNone() throws Exception {
    assertThat(drained("DevTools listening on ws://[\n").devTools()).isCompletedExceptionally();
  }
}
