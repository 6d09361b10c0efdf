package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private ProgressLine line(Terminal terminal) {
    return new ProgressLine(new PrintWriter(err), terminal, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void drawsOneLineOnATerminalAndErasesIt() {
    try (ProgressLine line = line(new Terminal(true, 80))) {
      line.show("verifying", 1_000, 4_000_000, Amounts::bytes);
      pass(Duration.ofMillis(100));
      line.show("verifying", 1_000_000, 4_000_000, Amounts::bytes);
      line.show("verifying", 1_000_001, 4_000_000, Amounts::bytes);
      pass(Duration.ofMillis(100));
      line.show("deleting", 7, 0, done -> done + " blobs");
    }

    assertThat(err.toString())
        .isEqualTo(
            CLEAR + "verifying: 25 %, 1.0 MB of 4.0 MB" + CLEAR + "deleting: 7 blobs" + CLEAR);
  }

  @Test
  void aLineNeverWraps() {
    try (ProgressLine line = line(new Terminal(true, 20))) {
      pass(Duration.ofSeconds(1));
      line.show("verifying", 1_000_000, 4_000_000, Amounts::bytes);
    }

    assertThat(err.toString()).isEqualTo(CLEAR + "verifying: 25 %, 1." + CLEAR);
  }

  @Test
  void printsALineNowAndThenElsewhere() {
    try (ProgressLine line = line(new Terminal(false, 80))) {
      for (int percent = 0; percent <= 100; percent++) {
        line.show("verifying", percent, 100, Long::toString);
        pass(Duration.ofMillis(150));
      }
      pass(Duration.ofSeconds(10));
      line.show("verifying", 100, 100, Long::toString);
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "verifying: 10 %, 10 of 100",
            "verifying: 20 %, 20 of 100",
            "verifying: 30 %, 30 of 100",
            "verifying: 40 %, 40 of 100",
            "verifying: 50 %, 50 of 100",
            "verifying: 60 %, 60 of 100",
            "verifying: 70 %, 70 of 100",
            "verifying: 80 %, 80 of 100",
            "verifying: 90 %, 90 of 100",
            "verifying: 100 %, 100 of 100",
            "verifying: 100 %, 100 of 100");
  }

  @Test
  void whatIsShortShowsNothingElsewhere() {
    try (ProgressLine line = line(new Terminal(false, 80))) {
      pass(Duration.ofMillis(900));
      line.show("verifying", 100, 100, Long::toString);
    }

    assertThat(err.toString()).isEmpty();
  }

  @Test
  void nothingIsErasedThatWasNotDrawn() {
    line(new Terminal(true, 80)).close();

    assertThat(err.toString()).isEmpty();
  }
}
