package dev.valise.upkeep;

import dev.valise.catalog.Catalog;
import dev.valise.model.Page;
import dev.valise.model.Profile;
import dev.valise.model.ProfileId;
import dev.valise.model.Retention;
import dev.valise.model.Version;
import dev.valise.profile.ProfileLeftovers;
import dev.valise.profile.RetentionRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the versions and profiles that nothing keeps: by the retention of the profile, or else by
 * the default. What is removed is in the log, and in an event that follows the removal; a crash
 * between the two costs the event.
 *
 * <p>Stateless and thread-safe. A head is never removed, nor a version or a profile that a session
 * has loaded that has not ended. Blobs are left to the next {@link GarbageCollection}.
 */
public final class RetentionJob {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

  /** Of {@link dev.valise.model.Event}: the numbers are under {@code versions}, as in "3, 4". */
  public static final String VERSIONS_REMOVED = "versions_removed";

  /** Of {@link dev.valise.model.Event}: the name, if it had one, is under {@code name}. */
  public static final String PROFILE_EXPIRED = "profile_expired";

  private static final int PAGE = 200;

  private final Catalog catalog;
  private final Retention byDefault;
  private final ProfileLeftovers leftovers;
  private final InstantSource clock;

  /**
   * @param byDefault for the profiles without a retention of their own
   * @param leftovers is given each profile that expired
   */
  public RetentionJob(
      Catalog catalog, Retention byDefault, ProfileLeftovers leftovers, InstantSource clock) {
    this.catalog = catalog;
    this.byDefault = byDefault;
    this.leftovers = leftovers;
    this.clock = clock;
  }

  /**
   * Looks at all profiles of all organisations.
   *
   * @param step runs before each; if it throws, the job ends there, which harms nothing
   */
  public void run(Runnable step) {
    catalog
        .profiles()
        .forEach(profile -> {
          step.run();
          Retention retention = profile.retention().orElse(byDefault);
          if (!expire(profile, retention)) {
            removeVersions(profile, new RetentionRule(retention));
          }
        });
  }

  private boolean expire(Profile profile, Retention retention) {
    if (retention.expireUnused().isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    Instant unusedSince = now.minus(retention.expireUnused().get());
    if (profile.lastActiveAt().isAfter(unusedSince)) {
      return false;
    }
    Optional<List<String>> blobs =
        catalog.profiles().deleteUnused(profile.organisation(), profile.id(), unusedSince);
    if (blobs.isEmpty()) {
      return false;
    }
    Map<String, String> detail = new HashMap<>();
    profile.name().ifPresent(name -> detail.put("name", name));
    LOG.info(
        "profile {} ({}) expired: it was not used since {}",
        profile.id(),
        profile.name().orElse("without a name"),
        profile.lastActiveAt());
    happened(profile, PROFILE_EXPIRED, detail, now);
    leftovers.remove(profile.id(), blobs.get());
    return true;
  }

  private void removeVersions(Profile profile, RetentionRule rule) {
    if (rule.retention().keepsAllVersions()) {
      return;
    }
    Instant now = clock.instant();
    List<Integer> removed = new ArrayList<>();
    for (int number : rule.expired(versions(profile.id()), now)) {
      if (catalog.versions().deleteUnused(profile.organisation(), profile.id(), number)) {
        removed.add(number);
      }
    }
    if (!removed.isEmpty()) {
      String numbers = removed.stream().map(String::valueOf).collect(Collectors.joining(", "));
      LOG.info("removed versions {} of profile {}: its retention is over", numbers, profile.id());
      happened(profile, VERSIONS_REMOVED, Map.of("versions", numbers), now);
    }
  }

  private void happened(Profile profile, String type, Map<String, String> detail, Instant now) {
    var _ =
        catalog
            .events()
            .append(profile.organisation(), now, type, Optional.of(profile.id()), detail);
  }

  /** Each version once: a save between two pages moves one over to the next. */
  private List<Version> versions(ProfileId profile) {
    Map<Integer, Version> versions = new HashMap<>();
    Page<Version> page;
    int offset = 0;
    do {
      page = catalog.versions().list(profile, new Page.Window(PAGE, offset));
      page.items().forEach(version -> versions.put(version.number(), version));
      offset += PAGE;
    } while (page.more());
    return List.copyOf(versions.values());
  }
}
