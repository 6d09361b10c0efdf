package dev.valise.storm;

import dev.valise.testing.LoginSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many steps with a browser that takes no time. */
final class FakeModelIT {
  private static final long SEED = 1;
  private static final int STEPS = 800;
  private static final int SERVER_KILLS = 4;
  private static final int LOAD_EVERY = 100;

  @TempDir private Path folder;

  @Test
  void noLoginIsLost() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path clock = folder.resolve("clock");
    try (FakeChromium chromium = FakeChromium.in(folder);
        LoginSite site = LoginSite.start();
        ServerUnderTest server =
            ServerUnderTest.jumping(
                data,
                clock,
                folder.resolve("server.log"),
                List.of(chromium.executable().toString()))) {
      ModelRun.of(SEED, STEPS, LOAD_EVERY, SERVER_KILLS)
          .run(server, SharedClock.in(clock), data, site.url(), Flushing.OF_THE_FAKE);
    }
  }
}
