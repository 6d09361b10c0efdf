package dev.valise.catalog;

import dev.valise.model.OrganisationId;
import dev.valise.model.ProfileId;
import dev.valise.model.SaveFigures;
import dev.valise.model.SessionId;
import dev.valise.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of profiles. Never changed once they are there. */
public interface VersionRecords {

  /**
   * Adds the next version of a profile and moves its head, in one transaction. The blobs it names
   * must be durable before.
   *
   * @return the new version, or empty when the profile is gone
   */
  Optional<Version> append(OrganisationId organisation, Draft draft);

  Optional<Version> find(ProfileId profile, int number);

  /** A version before it has a number; the parts as in {@link Version}. */
  record Draft(
      ProfileId profile,
      Instant createdAt,
      SessionId session,
      String browserVersion,
      String manifest,
      List<String> packs,
      SaveFigures figures) {
    public Draft {
      packs = List.copyOf(packs);
    }

    Version numbered(int number) {
      return new Version(
          profile, number, createdAt, session, browserVersion, manifest, packs, figures);
    }
  }
}
