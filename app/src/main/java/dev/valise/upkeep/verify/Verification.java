package dev.valise.upkeep.verify;

import dev.valise.blob.BlobStore;
import dev.valise.catalog.Catalog;
import dev.valise.crypto.KeyException;
import dev.valise.crypto.Keyring;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.snapshot.SnapshotStore;
import dev.valise.snapshot.Vault;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether every version can be restored, and repairs what can be repaired.
 *
 * <p>May run beside a server, and beside others of its kind. Nothing is deleted. Memory is needed
 * for the tree of one version and for a few hundred bytes of each blob, whatever the sizes of the
 * profiles.
 */
public final class Verification {
  private final Parts parts;

  public Verification(Parts parts) {
    this.parts = parts;
  }

  /** What there is to verify. */
  public record Parts(
      Catalog catalog,
      BlobStore blobs,
      SnapshotStore snapshots,
      Keyring keyring,
      InstantSource clock) {}

  /**
   * Verifies, and changes nothing.
   *
   * @param profile the name or id of the only profiles to look at; of each organisation the one
   *     that is called so
   * @throws Refusal.NotFound when there is no such profile
   * @throws IOException when the blob store cannot be listed
   */
  public VerifyReport verify(Optional<String> profile, VerifyProgress progress) throws IOException {
    return new Findings(parts, survey(profile, progress)).report();
  }

  /**
   * Verifies, repairs what can be repaired, and verifies again.
   *
   * @param profile as of {@link #verify}
   */
  public RepairReport repair(Optional<String> profile, VerifyProgress progress) throws IOException {
    Survey survey = survey(profile, progress);
    List<Repair> repairs = new Repairs(parts, survey).run();
    return new RepairReport(repairs, verify(profile, progress));
  }

  private Survey survey(Optional<String> profile, VerifyProgress progress) throws IOException {
    Inventory inventory = Inventory.of(parts.blobs(), parts.catalog().blobs());
    List<StoredOrganisation> organisations = StoredOrganisation.all(parts.catalog(), profile);
    if (profile.isPresent() && organisations.stream().allMatch(one -> one.profiles().isEmpty())) {
      throw new Refusal.NotFound("no profile '" + profile.get() + "'");
    }
    Set<String> needed = new HashSet<>();
    organisations.forEach(one -> needed.addAll(one.blobs()));
    var read = new ReadBytes(progress, inventory.packBytes(needed));
    var check =
        new LineageCheck(
            parts.snapshots(), parts.blobs(), parts.catalog().versions(), inventory, read);
    List<OrganisationVerdict> verdicts = new ArrayList<>();
    for (StoredOrganisation organisation : organisations) {
      verdicts.add(verdict(organisation, check));
    }
    read.end();
    return new Survey(inventory, verdicts, profile.isEmpty(), read.sum());
  }

  private OrganisationVerdict verdict(StoredOrganisation organisation, LineageCheck check)
      throws IOException {
    if (organisation.versions() == 0) {
      return new OrganisationVerdict(organisation, Optional.empty(), Optional.empty(), List.of());
    }
    Vault vault;
    try {
      vault = vault(organisation.organisation().id());
    } catch (KeyException e) {
      return new OrganisationVerdict(
          organisation, Optional.empty(), Optional.ofNullable(e.getMessage()), List.of());
    }
    List<OrganisationVerdict.Lineage> lineages = new ArrayList<>();
    for (List<StoredProfile> profiles : Lineages.of(organisation.profiles())) {
      lineages.add(new OrganisationVerdict.Lineage(profiles, check.run(profiles, vault)));
    }
    return new OrganisationVerdict(organisation, Optional.of(vault), Optional.empty(), lineages);
  }

  /** A keyring makes the keys that are not there; here that would hide that they are gone. */
  private Vault vault(OrganisationId organisation) {
    if (!parts.keyring().isKept(organisation)) {
      Optional<String> deleted =
          parts.keyring().deletedAt(organisation).map(at -> "they were deleted on " + at);
      throw new KeyException(deleted.orElse("they are not in the catalog"), null);
    }
    return new Vault(parts.keyring().sealingKey(organisation), organisation.value());
  }
}
