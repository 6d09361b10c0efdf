package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.LoginSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients and few browsers, with a server and browsers that are killed all the time. */
@Timeout(1200)
final class StormIT {
  private static final String SECONDS = "valise.storm.seconds";
  private static final int FEW = 12;
  private static final long SEED = 3;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedLoginIsThereAndNothingElseIsLeft() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (LoginSite site = LoginSite.start()) {
      var size = Integer.getInteger(SECONDS) == null ? Storm.Size.SMALL : Storm.Size.FULL;
      var storm =
          new Storm(
              size,
              data,
              folder.resolve("server.log"),
              site.url(),
              Long.getLong("valise.seed", SEED));
      storm.rage(Duration.ofSeconds(Integer.getInteger(SECONDS, FEW)));
      System.out.println(storm.figures());
      assertThat(storm.figures().of(StormFigures.Event.KILLED_SERVERS)).isPositive();
      assertThat(storm.figures().of(StormFigures.Event.ACKNOWLEDGED_LOGINS)).isPositive();
    }
  }
}
