package dev.valise.chromium.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valise.chromium.landlock.Landlock;
import dev.valise.testing.ForkedJvm;
import dev.valise.testing.TestClass;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms of a normal user, also when root runs the tests. */
class NormalUserRoomsIT {

  @Test
  void everythingHoldsInRoomsWithNamespaces(@TempDir Path folder) throws Exception {
    assertThat(run(folder, RoomsIT.class.getName()))
        .contains("SUCCESSFUL aBrowserSeesNoOtherProcesses");
  }

  @Test
  void everythingHoldsInRoomsOfRules(@TempDir Path folder) throws Exception {
    assumeTrue(Landlock.ofThisMachine().isPresent(), "this kernel has no Landlock");
    assertThat(run(folder, LandlockRoomsIT.class.getName()))
        .contains("SUCCESSFUL theDevToolsOfNoBrowserCanBeReachedFromAPage");
  }

  @Test
  void theirBrowsersAreSavedAndLoaded(@TempDir Path folder) throws Exception {
    assumeTrue(Landlock.ofThisMachine().isPresent(), "this kernel has no Landlock");
    assertThat(run(folder, "dev.valise.server.IsolatedServerIT"))
        .contains("SUCCESSFUL aBrowserInARoomIsSavedLoadedAndOutlivesTheServer")
        .contains("SUCCESSFUL aBrowserBehindRulesIsSavedLoadedAndOutlivesTheServer");
  }

  @Test
  void theirBrowsersAreLimited(@TempDir Path folder) throws Exception {
    assertThat(run(folder, "dev.valise.server.GreedyBrowserIT"))
        .contains("SUCCESSFUL aClientThatOpensTabsWithoutEndGetsNoFurther");
  }

  private static String run(Path folder, String test) throws Exception {
    String output = ForkedJvm.ofNormalUser(folder).run(TestClass.class, test);
    System.out.println(output);
    return output;
  }
}
