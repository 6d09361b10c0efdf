package dev.valise.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valise.disk.PrivateFiles;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Profiles whose versions hold one text each, so that a test can say in a word which content it
 * means.
 *
 * @param scratch a folder in which nothing else writes
 */
record SavedTexts(ProfileFixture fixture, Path scratch) {
  private static final String FILE = "Default/Cookies";

  /** Saves a text as the next version, a second later than what was before. */
  Version save(Profile profile, String text) throws IOException {
    return save(profile, text, Optional.empty()).version();
  }

  /**
   * Saves a text from a session that runs.
   *
   * @param loaded what the session began with
   */
  SavedVersion save(Profile profile, String text, Optional<LoadedVersion> loaded)
      throws IOException {
    fixture.clock.advance(Duration.ofSeconds(1));
    Path folder = Files.createTempDirectory(scratch, "session");
    FolderContent.write(folder, FILE, text.getBytes(UTF_8));
    var cookies = new ProfileState.Cookies("[{\"name\":\"" + text + "\"}]", text.length(), 1);
    var state = new ProfileState(folder, "156.0.8078.79", cookies);
    return fixture.save(profile.organisation(), profile, state, loaded).orElseThrow();
  }

  /** Loads a version into a folder of its own, which is gone again. */
  LoadedVersion load(Profile profile, Version version) throws IOException {
    Path folder = scratch.resolve("loaded-" + fixture.ids.next());
    LoadedVersion loaded = fixture.checkouts.checkOut(profile.organisation(), version, folder);
    PrivateFiles.deleteTree(folder);
    return loaded;
  }

  /** The text in a version. It and its cookies are checked to be of one save. */
  String text(Profile profile, Version version) throws IOException {
    Path folder = scratch.resolve("opened-" + fixture.ids.next());
    LoadedVersion loaded = fixture.checkouts.checkOut(profile.organisation(), version, folder);
    String text = Files.readString(folder.resolve(FILE));
    if (!loaded.cookies().contains("\"" + text + "\"")) {
      throw new AssertionError(text + " came with the cookies " + loaded.cookies());
    }
    return text;
  }

  /** The text in the head as the catalog has it now. */
  String head(Profile profile) throws IOException {
    return text(profile, now(profile).head().orElseThrow());
  }

  Profile now(Profile profile) {
    return fixture.profiles.find(profile.organisation(), profile.id()).orElseThrow();
  }
}
