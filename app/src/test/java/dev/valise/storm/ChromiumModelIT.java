package dev.valise.storm;

import dev.valise.testing.LoginSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@link FakeModelIT} with Chromium. */
final class ChromiumModelIT {
  private static final long SEED = 2;
  private static final int STEPS = 60;
  private static final int SERVER_KILLS = 30;
  private static final int LOAD_EVERY = 50;

  @TempDir private Path folder;

  @Test
  void noLoginIsLost() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path clock = folder.resolve("clock");
    try (LoginSite site = LoginSite.start();
        ServerUnderTest server =
            ServerUnderTest.jumping(data, clock, folder.resolve("server.log"), List.of())) {
      ModelRun.of(SEED, STEPS, LOAD_EVERY, SERVER_KILLS)
          .run(server, SharedClock.in(clock), data, site.url(), Flushing.OF_CHROMIUM);
    }
  }
}
