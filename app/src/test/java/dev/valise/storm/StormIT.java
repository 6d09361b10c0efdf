package dev.valise.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.LoginSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients and few browsers, with a server and browsers that are killed all the time. */
final class StormIT {
  private static final int SECONDS = 20;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedLoginIsThereAndNothingElseIsLeft() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (LoginSite site = LoginSite.start()) {
      var storm =
          new Storm(data, folder.resolve("server.log"), site.url(), Long.getLong("valise.seed", 3));
      storm.rage(Duration.ofSeconds(Integer.getInteger("valise.storm.seconds", SECONDS)));
      System.out.println(storm.figures());
      assertThat(storm.figures().of(StormFigures.Event.KILLED_SERVERS)).isPositive();
      assertThat(storm.figures().of(StormFigures.Event.ACKNOWLEDGED_LOGINS)).isPositive();
    }
  }
}
