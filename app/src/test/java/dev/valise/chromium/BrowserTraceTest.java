package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.chromium.isolation.RoomRecord;
import dev.valise.chromium.isolation.Tier;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTraceTest {
  private static final ProcessIdentity MAIN = new ProcessIdentity(7, 8, "boot");

  @Test
  void isReadAsItIsWritten() {
    var inRoom =
        new BrowserTrace(
            MAIN,
            Optional.of(
                new BrowserTrace.InRoom(
                    new ProcessIdentity(9, 10, "boot"),
                    4026532178L,
                    "/devtools/browser/x",
                    new RoomRecord(Tier.ROOT, Path.of("/tmp/with blank/valise-1")))));
    assertThat(BrowserTrace.parse(inRoom.text())).isEqualTo(inRoom);
    for (OptionalInt proxy : List.of(OptionalInt.of(40_000), OptionalInt.empty())) {
      var inOpenRoom =
          new BrowserTrace(
              MAIN,
              Optional.of(
                  new BrowserTrace.InOpenRoom(
                      URI.create("ws://127.0.0.1:21000/devtools/browser/x"),
                      proxy,
                      new RoomRecord(Tier.LANDLOCK, Path.of("/tmp/with blank/valise-1")))));
      assertThat(BrowserTrace.parse(inOpenRoom.text())).isEqualTo(inOpenRoom);
    }
    var plain = new BrowserTrace(MAIN, Optional.empty());
    assertThat(BrowserTrace.parse(plain.text())).isEqualTo(plain);
  }

  @Test
  void theTraceOfAPlainProcessIsItsIdentity() {
    assertThat(new BrowserTrace(MAIN, Optional.empty()).text()).isEqualTo(MAIN.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "7/8/boot 9/10/boot",
        "7/8/boot 9/10/boot x /p root /tmp",
        "7/8/boot ws://127.0.0.1:1/x"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> BrowserTrace.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
