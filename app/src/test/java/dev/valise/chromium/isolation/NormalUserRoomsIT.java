package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.ForkedJvm;
import dev.valise.testing.TestClass;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms of a normal user, also when root runs the tests. */
class NormalUserRoomsIT {

  @Test
  void everythingHolds(@TempDir Path folder) throws Exception {
    String output =
        ForkedJvm.ofNormalUser(folder)
            .run(
                TestClass.class,
                RoomsIT.class.getName(),
                "dev.valise.server.IsolatedServerIT",
                "dev.valise.server.GreedyBrowserIT");
    System.out.println(output);
    assertThat(output)
        .contains("SUCCESSFUL aBrowserSeesNoOtherProcesses")
        .contains("SUCCESSFUL aClientThatOpensTabsWithoutEndGetsNoFurther")
        .contains("SUCCESSFUL aBrowserInARoomIsSavedLoadedAndOutlivesTheServer");
  }
}
