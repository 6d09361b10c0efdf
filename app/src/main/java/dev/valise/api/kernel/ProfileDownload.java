package dev.valise.api.kernel;

import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.profile.ProfileArchive;
import dev.valise.profile.ProfileVersions;
import dev.valise.snapshot.Snapshot;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Answers with the files of a version, as Kernel does for a profile. */
record ProfileDownload(ProfileVersions versions) {

  /** What the query asks for. */
  static ProfileArchive.Format format(Context context) {
    String label = Optional.ofNullable(context.queryParam("format")).orElse("tar.zst");
    return ProfileArchive.Format.of(label)
        .orElseThrow(() -> new Refusal.Invalid("format must be tar.zst or tar"));
  }

  /**
   * @param file the name for who stores the answer, without its ending
   */
  void answer(
      Context context, Profile profile, Version version, ProfileArchive.Format format, String file)
      throws IOException {
    Snapshot snapshot = open(profile, version);
    context.contentType("application/octet-stream");
    context.header("Content-Disposition", "attachment; filename=\"" + file + "." + format + "\"");
    ProfileArchive.write(snapshot, format, context.outputStream());
  }

  /** A profile's names have no character that a header could not take. */
  static String file(Profile profile) {
    return profile.name().orElse(profile.id().value());
  }

  private Snapshot open(Profile profile, Version version) {
    try {
      return versions.open(profile.organisation(), version);
    } catch (IOException e) {
      throw new Refusal.StateUnreadable("the profile cannot be read: " + e.getMessage());
    }
  }
}
