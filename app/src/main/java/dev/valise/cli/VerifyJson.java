package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valise.upkeep.verify.BlobFinding;
import dev.valise.upkeep.verify.Finding;
import dev.valise.upkeep.verify.Loss;
import dev.valise.upkeep.verify.Repair;
import dev.valise.upkeep.verify.VerifyReport;
import java.util.List;
import java.util.Locale;

/**
 * What a verification found, for a program.
 *
 * <pre>
 * {"worst": "error",
 *  "findings": [{"kind": "damaged-blob", "severity": "error", "problem": "…", "consequences": ["…"], "blob": "packs/…",
 *    "losses": [{"profile": "id", "name": "mail", "organisation": "acme", "head": false, "lost": [7], "restorable": [1, 2]}]}],
 *  "repairs": [{"kind": "new-head", "done": "…"}],
 *  "checked": {"organisations": 1, "profiles": 3, "versions": 9, "pack_bytes": 12345}}
 * </pre>
 *
 * A name that a profile does not have, and the only organisation's, are left out.
 */
final class VerifyJson {
  private VerifyJson() {}

  static ObjectNode of(List<Repair> repairs, VerifyReport report) {
    ObjectNode json = Json.object().put("worst", lowerCase(report.worst()));
    ArrayNode findings = json.putArray("findings");
    report.findings().forEach(finding -> findings.add(of(finding)));
    ArrayNode done = json.putArray("repairs");
    for (Repair repair : repairs) {
      done.addObject().put("kind", repair.kind()).put("done", repair.sentence());
    }
    VerifyReport.Checked checked = report.checked();
    json.putObject("checked")
        .put("organisations", checked.organisations())
        .put("profiles", checked.profiles())
        .put("versions", checked.versions())
        .put("pack_bytes", checked.packBytes());
    return json;
  }

  private static ObjectNode of(Finding finding) {
    ObjectNode json =
        Json.object()
            .put("kind", finding.kind())
            .put("severity", lowerCase(finding.severity()))
            .put("problem", finding.problem());
    ArrayNode consequences = json.putArray("consequences");
    finding.consequences().forEach(consequences::add);
    if (finding instanceof BlobFinding found) {
      json.put("blob", found.blob());
    }
    ArrayNode losses = json.putArray("losses");
    finding.losses().forEach(loss -> losses.add(of(loss)));
    return json;
  }

  private static ObjectNode of(Loss loss) {
    ObjectNode json = Json.object().put("profile", loss.profile().id().value());
    loss.profile().name().ifPresent(name -> json.put("name", name));
    loss.profile().organisation().ifPresent(owner -> json.put("organisation", owner));
    json.put("head", loss.hitsHead());
    ArrayNode lost = json.putArray("lost");
    loss.lost().forEach(lost::add);
    ArrayNode restorable = json.putArray("restorable");
    loss.restorable().forEach(restorable::add);
    return json;
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
