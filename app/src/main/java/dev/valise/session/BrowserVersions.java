package dev.valise.session;

import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumVersion;
import dev.valise.model.Refusal;
import java.io.IOException;
import java.util.List;

/**
 * Keeps profiles away from browsers that are too old for them. Chromium itself opens a newer folder
 * without a word and discards what it does not understand, cookies first
 * (chrome/browser/downgrade/downgrade_manager.cc calls it unsupported). Thread-safe.
 */
final class BrowserVersions {
  private final ChromiumInstallation installation;

  BrowserVersions(ChromiumInstallation installation) {
    this.installation = installation;
  }

  /**
   * The installed browser's, such as {@code 156.0.8078.79}.
   *
   * @throws Refusal.BrowserFailed when the browser does not tell it
   */
  String installed() {
    try {
      return installation.version().full();
    } catch (IOException e) {
      throw new Refusal.BrowserFailed(String.valueOf(e.getMessage()), List.of());
    }
  }

  /**
   * Refuses a version whose browser had a higher major version than the installed one.
   *
   * @param savedBy the browser that wrote it, such as {@code 156.0.8078.79}
   */
  void checkOpens(String savedBy) {
    if (major(savedBy) > major(installed())) {
      throw new Refusal.Conflict(
          "the profile was last saved by Chromium "
              + savedBy
              + ", which is newer than the Chromium "
              + installed()
              + " installed here: update the browser of this server",
          false);
    }
  }

  private static int major(String version) {
    return ChromiumVersion.in(version).map(ChromiumVersion::major).orElse(0);
  }
}
