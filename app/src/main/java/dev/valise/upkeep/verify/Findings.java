package dev.valise.upkeep.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts what a survey has learnt into findings. Used once. */
final class Findings {
  private final Verification.Parts parts;
  private final Survey survey;
  private final List<Finding> findings = new ArrayList<>();

  Findings(Verification.Parts parts, Survey survey) {
    this.parts = parts;
    this.survey = survey;
  }

  VerifyReport report() throws IOException {
    for (OrganisationVerdict organisation : survey.organisations()) {
      keysGone(organisation);
      for (OrganisationVerdict.Lineage lineage : organisation.lineages()) {
        new LineageFindings(parts, survey.inventory(), lineage).addTo(findings);
      }
    }
    new BlobRowFindings(parts, survey).addTo(findings);
    new HeadFindings(parts.catalog(), survey).addTo(findings);
    return new VerifyReport(findings, checked());
  }

  private void keysGone(OrganisationVerdict verdict) {
    verdict
        .keysGone()
        .ifPresent(reason ->
            findings.add(
                new CatalogFinding.KeysGone(
                    verdict.stored().organisation().name(),
                    reason,
                    (int)
                        verdict.stored().profiles().stream()
                            .filter(profile -> !profile.versions().isEmpty())
                            .count(),
                    verdict.stored().versions())));
  }

  private VerifyReport.Checked checked() {
    int profiles = 0;
    int versions = 0;
    for (OrganisationVerdict organisation : survey.organisations()) {
      profiles += organisation.stored().profiles().size();
      versions += organisation.stored().versions();
    }
    return new VerifyReport.Checked(
        survey.organisations().size(), profiles, versions, survey.packBytes());
  }
}
