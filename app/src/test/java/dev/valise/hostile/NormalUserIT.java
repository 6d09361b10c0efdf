package dev.valise.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.ForkedJvm;
import dev.valise.testing.TestClass;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The same for a server of a normal user, when root runs the tests. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
@Timeout(200)
class NormalUserIT {

  @Test
  void processesAndFoldersAreTheSame(@TempDir Path folder) throws Exception {
    String output =
        ForkedJvm.ofNormalUser(folder)
            .run(TestClass.class, LifeAndDeathIT.class.getName(), HostileFolderIT.class.getName());
    System.out.println(output);
    assertThat(output)
        .contains("SUCCESSFUL aFrozenBrowserOutlivesAServerThatAShellStarted")
        .contains("SUCCESSFUL aBrowserThatEndsItself");
  }
}
