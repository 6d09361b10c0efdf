package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.MutableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final MutableClock clock = new MutableClock();
  private final StringWriter shown = new StringWriter();

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(shown), terminal, clock);
  }

  @Test
  void isRedrawnOnATerminalAndErasedAtTheEnd() {
    try (ProgressLine line = line(true)) {
      line.show("1 %");
      line.show("2 %");
    }

    assertThat(shown).hasToString("\r\u001b[K1 %\r\u001b[K2 %\r\u001b[K");
  }

  @Test
  void leavesATerminalAloneWhenThereWasNothingToShow() {
    line(true).close();

    assertThat(shown).hasToString("");
  }

  @Test
  void isPrintedElsewhereEveryTenSeconds() {
    try (ProgressLine line = line(false)) {
      for (int second = 0; second <= 25; second++) {
        line.show(second + " %");
        clock.advance(Duration.ofSeconds(1));
      }
    }

    assertThat(shown.toString().lines()).containsExactly("10 %", "20 %");
  }

  @Test
  void saysNothingElsewhereAboutWhatIsQuick() {
    try (ProgressLine line = line(false)) {
      clock.advance(Duration.ofSeconds(9));
      line.show("99 %");
    }

    assertThat(shown).hasToString("");
  }
}
