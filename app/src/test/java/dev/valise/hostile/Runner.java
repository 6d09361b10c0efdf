package dev.valise.hostile;

import dev.valise.testing.ForkedJvm;
import dev.valise.testing.Shell;
import java.nio.file.Path;
import java.util.List;

/**
 * Whose server it is.
 *
 * <p>All that an attack is about is in namespaces that nobody else uses: the process that plays the
 * attacker is root there, and has the network; the server is in another network, its machine's.
 */
enum Runner {
  ROOT {
    @Override
    ForkedJvm attacker(Path folder) throws Exception {
      // Behind rules browsers are other users, who have to get to their folders by their paths.
      Shell.run(folder, "chmod o+x .");
      return ForkedJvm.with().behind(List.of("unshare", "--net", "--mount", "--"));
    }

    @Override
    List<String> serverPrefix() {
      return List.of();
    }
  },

  /** One that root makes, or the one who runs the tests. */
  NORMAL_USER {
    @Override
    ForkedJvm attacker(Path folder) throws Exception {
      return ForkedJvm.ofNormalUser(folder)
          .behind(List.of("unshare", "--user", "--map-root-user", "--net", "--mount", "--"));
    }

    @Override
    List<String> serverPrefix() {
      // Still that user for the kernel, and with no right of the attacker's over the namespaces.
      return List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--");
    }
  };

  /**
   * The process that attacks.
   *
   * @param folder for what it must be able to read
   */
  abstract ForkedJvm attacker(Path folder) throws Exception;

  /** What comes before the command of a server, if it is started by the attacker's process. */
  abstract List<String> serverPrefix();
}
